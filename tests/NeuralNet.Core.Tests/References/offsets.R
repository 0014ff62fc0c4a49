# Regressions with an offset in R: lm and glm, and glmnet's path of a Poisson regression, on data sets that R's packages carry: claims by the
# logarithm of the number of holders of MASS's Insurance, low weights of MASS's birthwt beside a base score, and mtcars.
#
# Each line: data set/quantity, numbers, the intercept first. Rows are [rows x inputs]. Of the path: strengths, weights of raw columns
# [strengths x inputs], intercepts, and the chosen strength, lambda.min by deviance; row i is in fold i mod 5.

suppressMessages({ library(glmnet); library(MASS) })

write_line <- function(name, quantity, numbers) {
  numbers <- as.vector(t(numbers))
  short <- sprintf("%.15g", numbers)
  exact <- ifelse(suppressWarnings(as.numeric(short)) == numbers, short, sprintf("%.17g", numbers))
  cat(paste(c(paste0(name, "/", quantity), exact), collapse = ","), "\n", sep = "")
}

write_data <- function(name, x, y, offset) {
  write_line(name, "rows", x)
  write_line(name, "targets", y)
  write_line(name, "offsets", offset)
}

write_fit <- function(name, fit, offset) {
  table <- coef(summary(fit))
  write_line(name, "coefficients", table[, 1])
  write_line(name, "errors", table[, 2])
  write_line(name, "deviance", deviance(fit))
  write_line(name, "likelihood", logLik(fit))
  write_line(name, "means", fitted(fit)[1:5])
}

general <- function(name, x, y, offset, family) {
  write_data(name, x, y, offset)
  control <- list(epsilon = 1e-14, maxit = 100)
  fit <- glm(y ~ x, family, offset = offset, control = control)
  # Once more from the optimum, since R's information is that of the step before.
  fit <- glm(y ~ x, family, offset = offset, start = coef(fit), control = control)
  write_fit(name, fit, offset)
  write_line(name, "null", fit$null.deviance)
  link <- predict(fit, se.fit = TRUE)
  write_line(name, "lower", family$linkinv(link$fit - qnorm(0.975) * link$se.fit)[1:5])
  without <- glm(y ~ x - 1, family, offset = offset, control = control)
  write_line(name, "without bias", c(coef(without), deviance(without), without$null.deviance))
}

linear <- function(name, x, y, offset) {
  write_data(name, x, y, offset)
  fit <- lm(y ~ x, offset = offset)
  write_fit(name, fit, offset)
  write_line(name, "null", glm(y ~ x, gaussian, offset = offset)$null.deviance)
  # lm with an offset takes the variance of predictions with it; without it these are those of lm.
  shifted <- summary(lm(y - offset ~ x))
  write_line(name, "r2", c(shifted$r.squared, shifted$adj.r.squared))
  without <- lm(y ~ x - 1, offset = offset)
  write_line(name, "without bias", c(coef(without), deviance(without), sum((y - offset)^2)))
}

path <- function(name, x, y, offset) {
  fold <- (seq_along(y) - 1) %% 5 + 1
  most <- glmnet(x, y, "poisson", offset = offset)$lambda[1]
  strengths <- most * 10^-(0:10 / 4)
  fit <- glmnet(x, y, "poisson", offset = offset, lambda = strengths, thresh = 1e-16, maxit = 1e8)
  chosen <- cv.glmnet(x, y, family = "poisson", offset = offset, lambda = strengths, foldid = fold, thresh = 1e-14, maxit = 1e8)
  write_line(name, "strengths", strengths)
  write_line(name, "path", t(as.matrix(fit$beta)))
  write_line(name, "intercepts", fit$a0)
  write_line(name, "chosen", chosen$lambda.min)
}

frame <- transform(Insurance, Group = factor(Group, ordered = FALSE), Age = factor(Age, ordered = FALSE))
x <- model.matrix(~ District + Group + Age, frame)[, -1]
general("insurance", x, frame$Claims, log(frame$Holders), poisson())
path("insurance", x, frame$Claims, log(frame$Holders))

x <- as.matrix(birthwt[c("age", "lwt", "smoke", "ht", "ui")])
general("birthwt", x, birthwt$low, -1.5 + 0.75 * birthwt$ptl - 0.125 * birthwt$ftv, binomial())

linear("mtcars", as.matrix(mtcars[c("wt", "hp", "cyl")]), mtcars$mpg, 0.5 * mtcars$qsec)
