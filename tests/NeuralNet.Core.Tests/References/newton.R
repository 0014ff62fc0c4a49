# Generalized linear models of data sets that R's packages carry, by R: lm (QR), glm (iteratively reweighted least squares by QR) and
# nnet's multinom. Rows are the columns of R's model matrix without the intercept, as they are.
#
# Each line: loss data set/quantity, numbers. Rows are [rows x inputs]; coefficients begin with the intercept, NaN where R says NA: an
# input that repeats others. Of multinom they are those of each class but the first, apart from it. Deviance: twice the loss of all rows.

library(MASS)
library(mlbench)
library(nnet)

write_line <- function(name, quantity, numbers) {
  numbers <- as.vector(t(numbers))
  short <- sprintf("%.15g", numbers)
  exact <- ifelse(suppressWarnings(as.numeric(short)) == numbers, short, sprintf("%.17g", numbers))
  exact[is.na(numbers)] <- "NaN"
  cat(paste(c(paste0(name, "/", quantity), exact), collapse = ","), "\n", sep = "")
}

write_model <- function(name, x, y, weights, coefficients, deviance) {
  write_line(name, "rows", x)
  write_line(name, "targets", y)
  if (!is.null(weights)) write_line(name, "weights", weights)
  write_line(name, "coefficients", coefficients)
  write_line(name, "deviance", deviance)
}

columns <- function(formula, data) model.matrix(formula, data)[, -1, drop = FALSE]

linear <- function(name, x, y, weights = NULL) {
  x <- as.matrix(x)
  fit <- if (is.null(weights)) lm(y ~ x) else lm(y ~ x, weights = weights)
  write_model(paste("linear", name), x, y, weights, coef(fit), deviance(fit))
}

general <- function(loss, family) function(name, x, y, weights = NULL) {
  x <- as.matrix(x)
  prior <- if (is.null(weights)) rep(1, nrow(x)) else weights
  # A small epsilon also makes the tolerance for repetitions small, so those are found before.
  coefficients <- suppressWarnings(glm.fit(cbind(1, x), y, prior, family = family))$coefficients
  kept <- !is.na(coefficients)
  fit <- suppressWarnings(glm.fit(cbind(1, x)[, kept], y, prior, family = family, control = list(epsilon = 1e-14, maxit = 100)))
  coefficients[kept] <- fit$coefficients
  write_model(paste(loss, name), x, y, weights, coefficients, fit$deviance)
}
logistic <- general("logistic", binomial())
poisson_rates <- general("poisson", poisson())

# multinom needs columns of one scale to come close to the optimum.
multinomial <- function(name, x, y, weights = NULL) {
  x <- as.matrix(x)
  scaled <- scale(x)
  prior <- if (is.null(weights)) rep(1, nrow(x)) else weights
  fit <- multinom(y ~ scaled, weights = prior, reltol = 1e-16, abstol = 1e-16, maxit = 10000, trace = FALSE)
  slopes <- sweep(coef(fit)[, -1, drop = FALSE], 2, attr(scaled, "scaled:scale"), "/")
  intercepts <- coef(fit)[, 1] - slopes %*% attr(scaled, "scaled:center")
  write_model(paste("multinomial", name), x, as.integer(y) - 1, weights, cbind(intercepts, slopes), deviance(fit))
}

linear("mtcars", mtcars[, -1], mtcars$mpg)
linear("mtcars with weights", mtcars[, -(1:2)], mtcars$mpg, mtcars$carb)
linear("stackloss", stackloss[, 1:3], stackloss$stack.loss)
linear("swiss", swiss[, -1], swiss$Fertility)
linear("longley", longley[, 1:6], longley$Employed)
linear("savings", LifeCycleSavings[, -1], LifeCycleSavings$sr)
linear("cement", cement[, 1:4], cement$y)
linear("road", road[, -1], road$deaths)
linear("iris", columns(~ . - Sepal.Length, iris), iris$Sepal.Length)
air <- na.omit(airquality)
linear("airquality", air[, -1], air$Ozone)
data(BostonHousing)
boston <- BostonHousing
linear("boston", columns(medv ~ ., boston), boston$medv)
linear("boston with repetitions", cbind(
    boston$rm, boston$tax, boston$rm + boston$tax, boston$age, 100 - boston$age, boston$b)[1:60, ], boston$medv[1:60])
linear("warpbreaks with all levels", cbind(
    class.ind(warpbreaks$wool), class.ind(warpbreaks$tension)), warpbreaks$breaks)

logistic("infert", columns(~ age + parity + education + spontaneous + induced, infert), infert$case)
logistic("infert with a sum", cbind(
    infert$spontaneous, infert$induced, infert$spontaneous + infert$induced, infert$age), infert$case)
logistic("birthwt", columns(~ age + lwt + factor(race) + smoke + ptl + ht + ui + ftv, birthwt), birthwt$low)
logistic("pima.tr", Pima.tr[, 1:7], as.integer(Pima.tr$type == "Yes"))
cells <- na.omit(biopsy)
logistic("biopsy", cells[, 2:10], as.integer(cells$class == "malignant"))
data(PimaIndiansDiabetes2)
pima <- na.omit(PimaIndiansDiabetes2)
logistic("pima", pima[, 1:8], as.integer(pima$diabetes == "pos"))
data(Sonar)
logistic("sonar", Sonar[, 9:13], as.integer(Sonar$Class == "M"))
logistic("menarche", c(menarche$Age, menarche$Age), rep(1:0, each = nrow(menarche)),
    c(menarche$Menarche, menarche$Total - menarche$Menarche))
logistic("esoph", rbind(columns(~ agegp + alcgp + tobgp, esoph), columns(~ agegp + alcgp + tobgp, esoph)),
    rep(1:0, each = nrow(esoph)), c(esoph$ncases, esoph$ncontrols))
titanic <- as.data.frame(Titanic)
logistic("titanic", columns(~ Class + Sex + Age, titanic), as.integer(titanic$Survived == "Yes"), titanic$Freq)
admissions <- as.data.frame(UCBAdmissions)
logistic("berkeley", columns(~ Gender * Dept, admissions), as.integer(admissions$Admit == "Admitted"), admissions$Freq)

poisson_rates("sprays", columns(~ spray, InsectSprays), InsectSprays$count)
poisson_rates("warpbreaks", columns(~ wool * tension, warpbreaks), warpbreaks$breaks)
poisson_rates("quine", columns(~ Sex + Eth + Age * Lrn, quine), quine$Days)
poisson_rates("epil", columns(~ base + age + trt + V4, epil), epil$y)
poisson_rates("insurance", columns(~ factor(District) + unclass(Group) + unclass(Age), Insurance), Insurance$Claims / Insurance$Holders,
    Insurance$Holders)
sailed <- subset(ships, service > 0)
poisson_rates("ships", columns(~ type + factor(year) + factor(period), sailed), sailed$incidents / sailed$service, sailed$service)
poisson_rates("cars", mtcars[, c("disp", "hp", "wt", "qsec")], mtcars$carb)

multinomial("housing", columns(~ Infl + Type + Cont, housing), housing$Sat, housing$Freq)
multinomial("chickwts", chickwts$weight, chickwts$feed)
multinomial("birthwt", columns(~ age + lwt + smoke, birthwt), factor(birthwt$race))
multinomial("infert", columns(~ age + parity + induced + spontaneous, infert), infert$education)
data(Vehicle)
multinomial("vehicle", Vehicle[1:300, c("Circ", "D.Circ", "Rad.Ra", "Scat.Ra", "Skew.maxis", "Kurt.Maxis")], Vehicle$Class[1:300])
