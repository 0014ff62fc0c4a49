# Robust regressions of the data sets in newton.csv, by R: quantile regression by quantreg's rq.fit with the simplex method ("br"), and
# Huber's regression by MASS's rlm. A support vector machine with an L2 penalty by kernlab's ipop, an interior point method.
#
# Each line: kind data set/quantity, numbers. Coefficients begin with the intercept, NaN for an input that repeats others. The objective is
# the sum over the rows of weight times loss; that of the machine, for standardized inputs, is 0.1 times this sum plus half the squared
# weights. A quantile regression is unique unless br says that it may not be. Huber's delta is 1.345 times the final scale of rlm.

library(MASS)
library(quantreg)
library(kernlab)

write_line <- function(name, quantity, numbers) {
  exact <- sprintf("%.17g", numbers)
  exact[is.na(numbers)] <- "NaN"
  cat(paste(c(paste0(name, "/", quantity), exact), collapse = ","), "\n", sep = "")
}

read_sets <- function(file) {
  fields <- strsplit(readLines(file), ",")
  numbers <- lapply(fields, function(line) suppressWarnings(as.numeric(line[-1])))
  names(numbers) <- vapply(fields, `[`, "", 1)
  numbers
}

sets <- read_sets("newton.csv")
names_of <- function(kind) sub("/rows$", "", grep(paste0("^", kind, " .*/rows$"), names(sets), value = TRUE))

load_set <- function(name) {
  y <- sets[[paste0(name, "/targets")]]
  weights <- sets[[paste0(name, "/weights")]]
  x <- cbind(1, matrix(sets[[paste0(name, "/rows")]], nrow = length(y), byrow = TRUE))
  factor <- qr(x, tol = 1e-7)
  list(x = x, y = y, weights = if (is.null(weights)) rep(1, length(y)) else weights, kept = sort(factor$pivot[seq_len(factor$rank)]))
}

complete <- function(set, coefficients) {
  all <- rep(NA_real_, ncol(set$x))
  all[set$kept] <- coefficients
  all
}

for (name in names_of("linear")) {
  set <- load_set(name)
  x <- set$x[, set$kept, drop = FALSE]
  for (tau in c(0.1, 0.5, 0.9)) {
    unique <- TRUE
    fit <- withCallingHandlers(rq.fit(x * set$weights, set$y * set$weights, tau, method = "br"), warning = function(warning) {
      unique <<- unique && !grepl("nonunique", conditionMessage(warning))
      invokeRestart("muffleWarning")
    })
    error <- set$y - drop(x %*% fit$coefficients)
    kind <- sprintf("quantile %g %s", tau, name)
    write_line(kind, "coefficients", complete(set, fit$coefficients))
    write_line(kind, "objective", sum(set$weights * ifelse(error > 0, tau, tau - 1) * error))
    write_line(kind, "unique", as.numeric(unique))
  }
  fit <- suppressWarnings(rlm(x, set$y, weights = set$weights, wt.method = "case", k = 1.345, maxit = 10000, acc = 1e-12))
  delta <- 1.345 * fit$s
  error <- set$y - drop(x %*% coef(fit))
  kind <- paste("huber", name)
  write_line(kind, "delta", delta)
  write_line(kind, "coefficients", complete(set, coef(fit)))
  write_line(kind, "objective", sum(set$weights * ifelse(abs(error) <= delta, error^2 / 2, delta * (abs(error) - delta / 2))))
}

# min c sum hinge + |w|^2 / 2 by its dual, min a'Qa / 2 - sum a with 0 <= a <= c and sum a s = 0.
for (name in c("logistic infert", "logistic birthwt", "logistic pima.tr", "logistic sonar", "logistic titanic")) {
  set <- load_set(name)
  x <- scale(set$x[, -1, drop = FALSE])
  sign <- 2 * set$y - 1
  rows <- x * sign
  costs <- 0.1 * set$weights
  solution <- ipop(rep(-1, nrow(rows)), rows, t(sign), 0, rep(0, nrow(rows)), costs, 0, sigf = 9, maxiter = 200)
  multipliers <- primal(solution)
  w <- drop(crossprod(rows, multipliers))
  # The best intercept for these weights is at a kink.
  margins <- drop(x %*% w)
  candidates <- sign - margins
  losses <- vapply(candidates, function(b) sum(costs * pmax(0, 1 - sign * (margins + b))), 0)
  kind <- paste("hinge 0.1", name)
  write_line(kind, "objective", min(losses) + sum(w^2) / 2)
}
