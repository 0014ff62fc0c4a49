# Lower tails and quantiles of the normal and of Student's t distribution, and ln n!, by R.
#
# Each line: function, argument (and degrees of freedom), value.

write_line <- function(name, ...) cat(paste(c(name, sprintf("%.17g", c(...))), collapse = ","), "\n", sep = "")

for (x in c(0, 1e-10, 1e-3, 0.1, 0.5, 1, 1.5, 1.96, 2, 2.5, 2.9, 3, 3.1, 4, 5, 6.5, 8, 10, 15, 20, 25, 30, 37, 37.5)) write_line("pnorm", -x, pnorm(-x))
for (p in c(1e-300, 1e-100, 1e-20, 1e-10, 1e-6, 1e-4, 0.0005, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.4, 0.49, 0.6, 0.9, 0.975, 0.995)) write_line("qnorm", p, qnorm(p))
freedoms <- c(0.5, 1, 1.5, 2, 3, 4, 5, 7.25, 10, 15, 29, 30, 50, 100, 126, 127, 128, 200, 500, 1000, 1e4, 1e5, 999999, 1e6, 1e7, 1e8, 1e11)
for (df in freedoms) {
  for (t in c(1e-8, 1e-3, 0.1, 0.5, 1, 1.5, 1.7, 1.7320508, 1.75, 2, 2.5, 3, 4, 6, 10, 20, 35, 100, 1e4)) {
    p <- pt(-t, df)
    if (p > 1e-300) write_line("pt", -t, df, p)
  }
  for (p in c(1e-10, 1e-4, 0.0005, 0.005, 0.025, 0.05, 0.25, 0.45, 0.975)) write_line("qt", p, df, qt(p, df))
}
for (n in c(0, 1, 2, 3, 10, 19, 20, 21, 22, 50, 170, 171, 1000, 1e6, 1e12)) write_line("lfactorial", n, lfactorial(n))
