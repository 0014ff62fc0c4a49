# Lasso and elastic net paths of data sets that R's packages carry, by glmnet: classes of mlbench. Rows are the columns of R's model matrix
# without the intercept; row i is in fold i mod 5.
#
# Each line: data set/quantity or data set alpha/quantity, numbers. Rows are [rows x inputs]; targets the class from 0. Of each strength:
# objective (mean loss plus penalty of the weights of standardized columns), weights that are not 0 at thresh 1e-14, and the least size of such
# a weight or slack of the conditions of the optimum, below which the number may be another. Chosen: lambda.min and lambda.1se by deviance.
#
# With an even number of classes, weights of an input whose two middle ones are below and above 0 can all move, until the nearer of the two is
# 0, at the same penalty: these are counted there.

library(glmnet)
library(mlbench)

write_line <- function(name, quantity, numbers) {
  numbers <- as.vector(t(numbers))
  short <- sprintf("%.15g", numbers)
  exact <- ifelse(suppressWarnings(as.numeric(short)) == numbers, short, sprintf("%.17g", numbers))
  cat(paste(c(paste0(name, "/", quantity), exact), collapse = ","), "\n", sep = "")
}

sparsest <- function(own) {
  classes <- ncol(own)
  if (classes %% 2 == 1) return(own)
  t(apply(own, 1, function(w) {
    middle <- sort(w)[classes / 2 + 0:1]
    if (middle[1] < 0 && middle[2] > 0) w - middle[which.min(abs(middle))] else w
  }))
}

path <- function(name, x, y, alpha) {
  x <- as.matrix(x)
  n <- nrow(x)
  classes <- nlevels(y)
  label <- as.integer(y) - 1
  fold <- (seq_len(n) - 1) %% 5 + 1
  family <- if (classes == 2) "binomial" else "multinomial"
  lambda <- glmnet(x, y, family = family, alpha = alpha, nlambda = 60)$lambda
  fit <- glmnet(x, y, family = family, alpha = alpha, lambda = lambda, thresh = 1e-14, maxit = 1e9)
  chosen <- cv.glmnet(
    x, y, family = family, alpha = alpha, lambda = lambda, foldid = fold, thresh = 1e-12, maxit = 1e9, type.measure = "deviance")
  scale <- apply(x, 2, sd) * sqrt((n - 1) / n)
  scale[scale == 0] <- 1
  standard <- sweep(sweep(x, 2, colMeans(x)), 2, scale, "/")
  objective <- count <- least <- numeric(length(lambda))
  for (k in seq_along(lambda)) {
    if (classes == 2) {
      beta <- cbind(0, as.vector(fit$beta[, k]))
      logits <- cbind(0, as.vector(fit$a0[k] + x %*% beta[, 2]))
    } else {
      beta <- sapply(fit$beta, function(b) as.vector(b[, k]))
      logits <- sweep(x %*% beta, 2, fit$a0[, k], "+")
    }
    own <- beta * scale
    top <- apply(logits, 1, max)
    loss <- mean(top + log(rowSums(exp(logits - top))) - logits[cbind(seq_len(n), label + 1)])
    probability <- exp(logits - top) / rowSums(exp(logits - top))
    gradient <- t(standard) %*% (probability - outer(label, 0:(classes - 1), "==")) / n + lambda[k] * (1 - alpha) * own
    if (classes == 2) { own <- own[, 2, drop = FALSE]; gradient <- gradient[, 2, drop = FALSE] }
    objective[k] <- loss + lambda[k] * (alpha * sum(abs(own)) + (1 - alpha) / 2 * sum(own^2))
    own <- sparsest(own)
    count[k] <- sum(own != 0)
    least[k] <- min(abs(own)[own != 0], (lambda[k] * alpha - abs(gradient))[own == 0], 1)
  }
  if (alpha == 1) {
    write_line(name, "rows", x)
    write_line(name, "targets", label)
  }
  name <- paste(name, alpha)
  write_line(name, "strengths", lambda)
  write_line(name, "objectives", objective)
  write_line(name, "counts", count)
  write_line(name, "least", least)
  write_line(name, "chosen", c(chosen$lambda.min, chosen$lambda.1se))
}

data(Sonar)
data(Ionosphere)
data(Vehicle)
data(PimaIndiansDiabetes2)
pima <- na.omit(PimaIndiansDiabetes2)
ionosphere <- cbind(as.numeric(as.character(Ionosphere$V1)), Ionosphere[, 3:34])
path("Sonar", Sonar[, 1:60], Sonar$Class, 1)
path("Sonar", Sonar[, 1:60], Sonar$Class, 0.5)
path("Ionosphere", ionosphere, Ionosphere$Class, 1)
path("Vehicle", Vehicle[, 1:18], Vehicle$Class, 1)
path("PimaIndiansDiabetes2", pima[, 1:8], pima$diabetes, 1)
