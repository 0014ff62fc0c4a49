# What R's summary says of the regressions of newton.csv and nist.csv: lm, glm and multinom, sandwich for HC1. A row of weight 2 is here
# two rows, so that degrees of freedom, likelihoods and HC1 count it twice. Reads those files: run it in this folder.
#
# Each line: loss data set/quantity, numbers, the intercept first; of multinom class after class. Of multinom the optimum is polished by
# Newton's method, since BFGS leaves half of the digits, and the errors are those of its information; summary.multinom must be near.

library(nnet)
library(sandwich)

numbers <- function(line) as.numeric(strsplit(line, ",")[[1]][-1])
read_lines <- function(file) {
  lines <- readLines(file)
  setNames(lapply(lines, numbers), sub(",.*", "", lines))
}
write_line <- function(name, quantity, values) {
  cat(paste(c(paste0(name, "/", quantity), sprintf("%.15g", as.vector(values))), collapse = ","), "\n", sep = "")
}

newton <- read_lines("newton.csv")
nist <- read_lines("nist.csv")

rows_of <- function(file, name) {
  y <- file[[paste0(name, "/targets")]]
  x <- matrix(file[[paste0(name, "/rows")]], nrow = length(y), byrow = TRUE)
  weights <- file[[paste0(name, "/weights")]]
  repeated <- if (is.null(weights)) seq_along(y) else rep(seq_along(y), weights)
  list(x = x[repeated, , drop = FALSE], y = y[repeated])
}

write_fit <- function(name, fit, table, critical) {
  robust <- suppressWarnings(sqrt(diag(vcovHC(fit, type = "HC1"))))
  write_line(name, "errors", table[, 2])
  write_line(name, "statistics", table[, 3])
  write_line(name, "p", table[, 4])
  write_line(name, "lower", table[, 1] - critical * table[, 2])
  write_line(name, "robust", robust)
}

linear <- function(name, data, intercept = TRUE) {
  fit <- if (intercept) lm(y ~ x, data, tol = 1e-11) else lm(y ~ x - 1, data, tol = 1e-11)
  summary <- summary(fit)
  write_fit(name, fit, coef(summary), qt(0.975, df.residual(fit)))
  write_line(name, "likelihood", logLik(fit))
  write_line(name, "aic", AIC(fit))
  write_line(name, "deviance", deviance(fit))
  write_line(name, "null", if (intercept) sum((data$y - mean(data$y))^2) else sum(data$y^2))
  write_line(name, "dispersion", summary$sigma^2)
  write_line(name, "freedom", df.residual(fit))
  write_line(name, "r2", c(summary$r.squared, summary$adj.r.squared))
  # Of filip vcovHC and predict can't tell the powers apart.
  if (name == "filip") return()
  some <- 1:min(5, nrow(data$x))
  write_line(name, "means", t(predict(fit, list(x = data$x[some, , drop = FALSE]), interval = "confidence")))
}

general <- function(name, data, family) {
  fit <- suppressWarnings(glm(y ~ x, family, data, control = list(epsilon = 1e-14, maxit = 100)))
  # Once more from the optimum, since R's information is that of the step before.
  fit <- suppressWarnings(glm(y ~ x, family, data, start = coef(fit), control = list(epsilon = 1e-14, maxit = 100)))
  write_fit(name, fit, coef(summary(fit)), qnorm(0.975))
  whole <- family$family != "poisson" || all(data$y == round(data$y))
  if (whole) {
    write_line(name, "likelihood", logLik(fit))
    write_line(name, "aic", AIC(fit))
  }
  write_line(name, "deviance", deviance(fit))
  write_line(name, "null", fit$null.deviance)
  write_line(name, "dispersion", 1)
  write_line(name, "freedom", df.residual(fit))
  some <- 1:min(5, nrow(data$x))
  link <- predict(fit, list(x = data$x[some, , drop = FALSE]), se.fit = TRUE)
  inverse <- family$linkinv
  write_line(name, "means", rbind(
      inverse(link$fit), inverse(link$fit - qnorm(0.975) * link$se.fit), inverse(link$fit + qnorm(0.975) * link$se.fit)))
}

multinomial <- function(name, data) {
  y <- data$y + 1
  classes <- max(y)
  scaled <- scale(data$x)
  design <- cbind(1, scaled)
  width <- ncol(design)
  n <- nrow(design)
  first <- multinom(factor(y) ~ scaled, reltol = 1e-16, abstol = 1e-16, maxit = 10000, Hess = TRUE, trace = FALSE)
  beta <- as.vector(t(coef(first)))
  place <- function(class) (class - 2) * width + 1:width
  for (step in 1:6) {
    logits <- cbind(0, sapply(2:classes, function(class) design %*% beta[place(class)]))
    p <- exp(logits) / rowSums(exp(logits))
    errors <- p - outer(y, 1:classes, `==`)
    scores <- do.call(cbind, lapply(2:classes, function(class) errors[, class] * design))
    information <- matrix(0, length(beta), length(beta))
    for (a in 2:classes) for (b in 2:classes) {
      information[place(a), place(b)] <- crossprod(design, design * (p[, a] * ((a == b) - p[, b])))
    }
    beta <- beta - solve(information, colSums(scores))
  }
  to_raw <- diag(c(1, 1 / attr(scaled, "scaled:scale")))
  to_raw[1, -1] <- -attr(scaled, "scaled:center") / attr(scaled, "scaled:scale")
  whole <- kronecker(diag(classes - 1), to_raw)
  covariance <- solve(information)
  stopifnot(max(abs(sqrt(diag(covariance)) / as.vector(t(summary(first)$standard.errors)) - 1)) < 1e-4)
  robust <- covariance %*% crossprod(scores) %*% covariance * n / (n - length(beta))
  estimates <- as.vector(whole %*% beta)
  errors <- sqrt(diag(whole %*% covariance %*% t(whole)))
  write_line(name, "errors", errors)
  write_line(name, "statistics", estimates / errors)
  write_line(name, "p", 2 * pnorm(-abs(estimates / errors)))
  write_line(name, "lower", estimates - qnorm(0.975) * errors)
  write_line(name, "robust", sqrt(diag(whole %*% robust %*% t(whole))))
  likelihood <- sum(log(p[cbind(1:n, y)]))
  write_line(name, "likelihood", likelihood)
  write_line(name, "aic", 2 * length(beta) - 2 * likelihood)
  write_line(name, "deviance", -2 * likelihood)
  write_line(name, "null", -2 * sum(table(y) * log(table(y) / n)))
  write_line(name, "dispersion", 1)
  write_line(name, "freedom", n * (classes - 1) - length(beta))
}

for (line in grep("/coefficients$", names(newton), value = TRUE)) {
  name <- sub("/coefficients", "", line)
  if (any(is.na(newton[[line]]))) next
  data <- rows_of(newton, name)
  switch(sub(" .*", "", name),
    linear = linear(name, data),
    logistic = general(name, data, binomial()),
    poisson = general(name, data, poisson()),
    multinomial = multinomial(name, data))
}

# The standard deviations that NIST certifies, and its residual standard deviation. wampler1 and wampler2 fit exactly.
certified <- function(name, errors, residual, intercept = TRUE) {
  linear(name, rows_of(nist, name), intercept)
  write_line(name, "certified", c(errors, residual))
}
certified("norris", c(0.232818234301152, 0.429796848199937e-03), 0.884796396144373)
certified("pontius", c(0.107938612033077e-03, 0.157817399981659e-09, 0.486652849992036e-16), 0.205177424076185e-03)
certified("noint1", 0.165289256198347e-01, 3.56753034006338, intercept = FALSE)
certified("noint2", 0.420827318078432e-01, 0.369274472937998, intercept = FALSE)
certified("longley", c(
    890420.383607373, 84.9149257747669, 0.334910077722432e-01, 0.488399681651699, 0.214274163161675, 0.226073200069370,
    455.478499142212), 304.854073561965)
certified("filip", c(
    298.084530995537, 559.779865474950, 466.477572127796, 227.204274477751, 71.6478660875927, 15.2897178747400, 2.23691159816033,
    0.221624321934227, 0.142363763154724e-01, 0.535617408889821e-03, 0.896632837373868e-05), 0.334801051324544e-02)
wampler <- c(2152.32624678170, 2363.55173469681, 779.343524331583, 101.475507550350, 5.64566512170752, 0.112324854679312)
certified("wampler3", wampler, 2360.14502379268)
certified("wampler4", 100 * wampler, 236014.502379268)
certified("wampler5", 10000 * wampler, 23601450.2379268)
