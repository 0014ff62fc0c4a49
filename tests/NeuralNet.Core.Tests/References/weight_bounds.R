# Optima within bounds, lower.limits and upper.limits of R's glmnet, for columns of the data set PimaIndiansDiabetes2 whose rows are in
# lasso.csv: the classes, the second column from the others, and the first column, a count, from the others.
#
# Each line: family alpha/quantity, numbers. Bounds are of the raw inputs. Coefficients are [strengths x (1 + inputs)] of the raw inputs, the
# intercept first, at thresh 1e-14. Penalties are those of the weights of standardized columns.

library(glmnet)
library(mlbench)

write_line <- function(name, quantity, numbers) {
  numbers <- as.vector(t(numbers))
  short <- sprintf("%.15g", numbers)
  exact <- ifelse(suppressWarnings(as.numeric(short)) == numbers, short, sprintf("%.17g", numbers))
  cat(gsub("Inf", "Infinity", paste(c(paste0(name, "/", quantity), exact), collapse = ",")), "\n", sep = "")
}

optima <- function(family, x, y, low, high) {
  for (alpha in c(1, 0.5)) {
    lambda <- glmnet(x, y, family = family, alpha = alpha)$lambda[1] * c(0.5, 0.1, 0.01, 0.001)
    fit <- glmnet(x, y, family = family, alpha = alpha, lambda = lambda, lower.limits = low, upper.limits = high, thresh = 1e-14, maxit = 1e9)
    write_line(paste(family, alpha), "low", low)
    write_line(paste(family, alpha), "high", high)
    write_line(paste(family, alpha), "strengths", lambda)
    write_line(paste(family, alpha), "coefficients", t(as.matrix(coef(fit))))
  }
}

data(PimaIndiansDiabetes2)
pima <- na.omit(PimaIndiansDiabetes2)
x <- as.matrix(pima[, 1:8])
optima("binomial", x, pima$diabetes, c(-1, 0, 0, -Inf, 0, 0, 0, -0.01), c(0.05, 0.03, Inf, 0, Inf, 0.05, Inf, 0.01))
optima("gaussian", x[, -2], x[, 2], c(-0.2, 0, 0, 0, 0, 0, 0), rep(Inf, 7))
optima("poisson", x[, -1], x[, 1], c(-Inf, 0, 0, 0, -0.01, 0, 0), c(0, 0.001, Inf, 0, Inf, Inf, 0.03))
