"""Learning rates of PyTorch's schedulers, by the calls that docs/guide.md translates: python3 schedulers.py > schedulers.csv

Each line: the call without its commas, the rate before each of 40 epochs. Settings: lr = 0.1, gamma = 0.6, step_size = 4,
milestones = [5, 9, 20], T_max = 40, eta_min = 0.002, T_0 = 7, power = 1.5, factor = 0.25, total_iters = 8.
"""
import warnings

import torch
from torch.optim import lr_scheduler

warnings.simplefilter("ignore")
EPOCHS = 40
lr, gamma, step_size, milestones, T_max, eta_min, T_0, power, factor, total_iters = 0.1, 0.6, 4, [5, 9, 20], 40, 0.002, 7, 1.5, 0.25, 8
CALLS = [
    "StepLR(step_size, gamma)",
    "MultiStepLR(milestones, gamma)",
    "ExponentialLR(gamma)",
    "CosineAnnealingLR(T_max, eta_min)",
    "CosineAnnealingWarmRestarts(T_0, eta_min=eta_min)",
    "PolynomialLR(T_max, power)",
    "ConstantLR(factor, total_iters)",
    "LinearLR(1 / total_iters, total_iters=total_iters - 1)",
    "LambdaLR(lambda epoch: 1 / (1 + epoch))",
    "MultiplicativeLR(lambda epoch: gamma)",
]

for call in CALLS:
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=lr)
    scheduler = eval(f"lr_scheduler.{call.replace('(', '(optimizer, ', 1)}")
    rates = []
    for _ in range(EPOCHS):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    print(",".join([call.replace(",", "")] + [repr(float(rate)) for rate in rates]))
