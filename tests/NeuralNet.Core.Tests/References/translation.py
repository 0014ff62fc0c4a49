"""What scikit-learn and PyTorch learn from settings that docs/guide.md translates into calls of this library.

Lines: data/name, numbers; then the call as the guide's table "How it compares" has it, without its commas, and weights
[outputs x inputs], bias [outputs]. Settings: alpha = 0.05, C = 0.5, l1_ratio = 0.3, epsilon = 0.2, quantile = 0.75, eta0 =
0.1, power_t = 0.25, lr = 0.1, momentum = 0.9, weight_decay = 0.02, delta = 0.5; the SGD of scikit-learn runs over the rows in
their order, 7 epochs, that of PyTorch takes 7 steps with all rows. Rows are multiples of 1/64.
"""

import warnings

import numpy as np
import torch
from sklearn import linear_model as linear
from sklearn import svm

warnings.simplefilter("ignore")
random = np.random.RandomState(5)
COUNT, INPUTS, EPOCHS = 60, 4, 7
alpha, C, l1_ratio, epsilon, quantile, eta0, power_t = 0.05, 0.5, 0.3, 0.2, 0.75, 0.1, 0.25
lr, momentum, weight_decay, delta = 0.1, 0.9, 0.02, 0.5
rows = np.round(random.standard_normal((COUNT, INPUTS)) * 64) / 64
score = rows @ np.array([1.0, -0.5, 0.25, 0]) + 0.3
noise = random.standard_normal(COUNT)
labels = (score + 0.7 * noise > 0).astype(int)
species = np.digitize(score + 0.5 * noise, [-0.5, 0.7])
numbers = np.round((score + 0.5 * noise) * 64) / 64
counts = random.poisson(np.exp(0.5 * score))
pairs = np.stack([numbers, np.round((rows[:, 1] + noise) * 64) / 64], axis=1)


def write(name, *numbers):
    cells = [repr(float(value)) for part in numbers for value in np.asarray(part).ravel()]
    print(",".join([name.replace(",", "")] + cells))


for name, values in [("rows", rows), ("labels", labels), ("species", species), ("numbers", numbers), ("counts", counts),
                     ("pairs", pairs)]:
    write(f"data/{name}", values)


def sklearn(call, targets, **precision):
    module = svm if call.startswith("LinearSV") else linear
    arguments = call[call.index("(") + 1:-1]
    model = eval(f"module.{call[:call.index('(')]}(**dict({arguments}), **precision)", {**globals(), **locals()})
    model.fit(rows, targets)
    intercept = model.intercept_ if getattr(model, "fit_intercept", True) else []
    write(call, model.coef_, intercept)


tight = dict(tol=1e-12, max_iter=100000)
sklearn("LinearRegression()", numbers)
sklearn("Ridge(alpha=alpha)", numbers, **tight)
sklearn("Lasso(alpha=alpha)", numbers, **tight)
sklearn("ElasticNet(alpha=alpha, l1_ratio=l1_ratio)", numbers, **tight)
sklearn("LogisticRegression(C=C)", labels, solver="newton-cg", **tight)
sklearn("LogisticRegression(penalty='l1', C=C)", labels, solver="saga", **tight)
sklearn("LogisticRegression(penalty='elasticnet', C=C, l1_ratio=l1_ratio)", labels, solver="saga", **tight)
sklearn("LogisticRegression(C=C, multi_class='multinomial')", species, solver="newton-cg", **tight)
sklearn("LogisticRegression(penalty=None)", labels, solver="newton-cg", **tight)
sklearn("PoissonRegressor(alpha=alpha)", counts, **tight)
sklearn("LinearSVC(C=C, fit_intercept=False)", labels, dual=False, **tight)
sklearn("LinearSVR(C=C, epsilon=epsilon, loss='squared_epsilon_insensitive', fit_intercept=False)", numbers,
        dual=False, tol=1e-12, max_iter=100000)
sklearn("LinearSVR(C=C, epsilon=epsilon, fit_intercept=False)", numbers, **tight)
sklearn("QuantileRegressor(quantile=quantile, alpha=alpha)", numbers, solver="highs")

online = dict(max_iter=EPOCHS, tol=None, shuffle=False)
constant = dict(learning_rate="constant", **online)
sklearn("SGDClassifier(loss='log_loss', alpha=alpha, eta0=eta0)", labels, **constant)
sklearn("SGDClassifier(loss='hinge', alpha=alpha, eta0=eta0)", labels, **constant)
sklearn("SGDClassifier(loss='modified_huber', alpha=alpha, eta0=eta0)", labels, **constant)
sklearn("SGDClassifier(loss='log_loss', alpha=alpha, eta0=eta0, average=True)", labels, **constant)
sklearn("SGDClassifier(loss='squared_hinge', alpha=alpha, eta0=eta0)", labels, **constant)
sklearn("SGDClassifier(loss='perceptron', alpha=alpha, eta0=eta0)", labels, **constant)
sklearn("SGDRegressor(alpha=alpha, eta0=eta0, power_t=power_t)", numbers, **online)
sklearn("SGDRegressor(loss='huber', epsilon=epsilon, penalty=None, eta0=eta0)", numbers, **constant)
sklearn("SGDRegressor(loss='epsilon_insensitive', epsilon=epsilon, alpha=alpha, eta0=eta0)", numbers, **constant)
sklearn("SGDRegressor(loss='squared_epsilon_insensitive', epsilon=epsilon, alpha=alpha, eta0=eta0)", numbers, **constant)
sklearn("Perceptron()", labels, **online)
sklearn("PassiveAggressiveClassifier(C=C, fit_intercept=False)", labels, **online)
sklearn("PassiveAggressiveClassifier(C=C, loss='squared_hinge', fit_intercept=False)", labels, **online)
sklearn("PassiveAggressiveRegressor(C=C, epsilon=epsilon, fit_intercept=False)", numbers, **online)
sklearn("PassiveAggressiveRegressor(C=C, epsilon=epsilon, loss='squared_epsilon_insensitive', fit_intercept=False)", numbers,
        **online)


def torch_steps(call, targets, outputs):
    inputs, wanted = torch.tensor(rows), torch.tensor(targets)
    layer = torch.nn.Linear(INPUTS, outputs, bias=False, dtype=torch.float64)
    torch.nn.init.zeros_(layer.weight)
    loss = eval(f"torch.nn.{call[:call.index(';')]}", {**globals()})
    steps = eval(f"torch.optim.{call[call.index(';') + 2:].replace('(', '(layer.parameters(), ', 1)}", {**globals(), **locals()})
    for _ in range(EPOCHS):
        steps.zero_grad()
        result = layer(inputs)
        loss(result if result.ndim == wanted.ndim else result[:, 0], wanted).backward()
        steps.step()
    write(call, layer.weight.detach().numpy())


torch_steps("MSELoss(); SGD(lr=lr, weight_decay=weight_decay)", pairs, 2)
torch_steps("BCEWithLogitsLoss(); SGD(lr=lr, momentum=momentum)", labels[:, None].astype(float), 1)
torch_steps("HuberLoss(delta=delta); Adam(lr=lr)", numbers[:, None], 1)
torch_steps("PoissonNLLLoss(); AdamW(lr=lr, weight_decay=weight_decay)", counts[:, None].astype(float), 1)
torch_steps("BCEWithLogitsLoss(); RMSprop(lr=lr)", labels[:, None].astype(float), 1)
torch_steps("BCEWithLogitsLoss(); Adagrad(lr=lr)", labels[:, None].astype(float), 1)
torch_steps("L1Loss(); SGD(lr=lr)", numbers[:, None], 1)
torch_steps("SmoothL1Loss(beta=delta); SGD(lr=lr)", numbers[:, None], 1)
torch_steps("SoftMarginLoss(); SGD(lr=lr)", 2.0 * labels[:, None] - 1, 1)
torch_steps("MultiLabelSoftMarginLoss(); SGD(lr=lr)", (pairs > 0).astype(float), 2)


def torch_classes(call):
    inputs, wanted = torch.tensor(rows), torch.tensor(species)
    layer = torch.nn.Linear(INPUTS, 3, bias=False, dtype=torch.float64)
    torch.nn.init.zeros_(layer.weight)
    steps = torch.optim.SGD(layer.parameters(), lr=lr, momentum=momentum, nesterov=True)
    for _ in range(EPOCHS):
        steps.zero_grad()
        torch.nn.CrossEntropyLoss()(layer(inputs), wanted).backward()
        steps.step()
    write(call, layer.weight.detach().numpy())


torch_classes("CrossEntropyLoss(); SGD(lr=lr, momentum=momentum, nesterov=True)")
