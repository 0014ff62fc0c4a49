# Optima of the lasso and the elastic net with penalty.factor of R's glmnet, for the data set PimaIndiansDiabetes2 whose rows and targets are in
# lasso.csv. glmnet multiplies the factors by inputs / sum(factors): these are the factors here.
#
# Each line: alpha/quantity, numbers. Coefficients are [strengths x (1 + inputs)] of the raw inputs, the intercept first, at thresh 1e-14.
# Objectives: mean loss plus penalty of the weights of standardized columns. Largest: the first strength of glmnet's own path.

library(glmnet)
library(mlbench)

write_line <- function(name, quantity, numbers) {
  numbers <- as.vector(t(numbers))
  short <- sprintf("%.15g", numbers)
  exact <- ifelse(suppressWarnings(as.numeric(short)) == numbers, short, sprintf("%.17g", numbers))
  cat(paste(c(paste0(name, "/", quantity), exact), collapse = ","), "\n", sep = "")
}

data(PimaIndiansDiabetes2)
pima <- na.omit(PimaIndiansDiabetes2)
x <- as.matrix(pima[, 1:8])
y <- pima$diabetes
n <- nrow(x)
label <- as.integer(y) - 1
given <- c(0, 1, 2, 0.5, 1, 0, 3, 1)
factors <- given * length(given) / sum(given)
scale <- apply(x, 2, sd) * sqrt((n - 1) / n)
write_line("all", "factors", factors)
for (alpha in c(1, 0.5)) {
  largest <- glmnet(x, y, family = "binomial", alpha = alpha, penalty.factor = given)$lambda[1]
  lambda <- largest * c(0.9, 0.5, 0.2, 0.05, 0.005)
  fit <- glmnet(x, y, family = "binomial", alpha = alpha, penalty.factor = given, lambda = lambda, thresh = 1e-14, maxit = 1e9)
  coefficients <- t(as.matrix(coef(fit)))
  objectives <- sapply(seq_along(lambda), function(k) {
    own <- coefficients[k, -1] * scale
    logits <- as.vector(coefficients[k, 1] + x %*% coefficients[k, -1])
    loss <- mean(pmax(logits, 0) + log1p(exp(-abs(logits))) - label * logits)
    loss + lambda[k] * sum(factors * (alpha * abs(own) + (1 - alpha) / 2 * own^2))
  })
  write_line(alpha, "largest", largest)
  write_line(alpha, "strengths", lambda)
  write_line(alpha, "coefficients", coefficients)
  write_line(alpha, "objectives", objectives)
}
