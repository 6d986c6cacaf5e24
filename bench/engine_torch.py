"""Milliseconds a training iteration in PyTorch on one thread: the networks of engine.bench.ts, forward, backward, Adam.

By hand: python bench/engine_torch.py [--quick]. Prints JSON: for each network its modes, each the least of several
repeats, and the best of them. Says so, and ends well, where PyTorch is not installed.
"""

import json
import sys
import time

try:
    import torch
    from torch import nn
except Exception as error:  # a build for CUDA without its libraries raises more than ImportError
    print(json.dumps({"torch": None, "reason": str(error).splitlines()[0]}))
    sys.exit(0)

QUICK = "--quick" in sys.argv
REPEATS = 9 if QUICK else 30
SECONDS = 0.06 if QUICK else 0.2

NETWORKS = [
    ("MLP 784-128-64-10", [784, 128, 64, 10], 64),
    ("MLP 64-32-32-10", [64, 32, 32, 10], 64),
    ("MLP 16-16-16-3", [16, 16, 16, 3], 32),
]


def least(call):
    """Least time of one call, in milliseconds."""
    for _ in range(20):
        call()
    start = time.perf_counter()
    call()
    calls = max(1, round(SECONDS / max(1e-7, time.perf_counter() - start)))
    best = float("inf")
    for _ in range(REPEATS):
        start = time.perf_counter()
        for _ in range(calls):
            call()
        best = min(best, (time.perf_counter() - start) / calls)
    return best * 1000


def iteration(sizes, batch, mode):
    torch.manual_seed(1)
    layers = []
    for at in range(len(sizes) - 1):
        layers.append(nn.Linear(sizes[at], sizes[at + 1]))
        if at < len(sizes) - 2:
            layers.append(nn.ReLU())
    model = nn.Sequential(*layers)
    inputs = torch.randn(batch, sizes[0])
    targets = torch.arange(batch) % sizes[-1]
    loss_of = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, fused=mode != "default")

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss_of(model(inputs), targets).backward()
        optimizer.step()

    return torch.compile(step) if mode == "compiled, fused Adam" else step


def measure(sizes, batch):
    modes = {}
    for mode in ["default", "fused Adam", "compiled, fused Adam"]:
        try:
            modes[mode] = least(iteration(sizes, batch, mode))
        except Exception as error:  # no compiler, or no fused Adam for the CPU
            modes[mode] = None
            print(f"{mode}: {str(error).splitlines()[0]}", file=sys.stderr)
    return modes


torch.set_num_threads(1)
results = []
for name, sizes, batch in NETWORKS:
    modes = measure(sizes, batch)
    best = min(value for value in modes.values() if value is not None)
    results.append({"name": name, "batch": batch, "modes": modes, "milliseconds": best})

size = 256
a = torch.randn(size, size)
product = least(lambda: a @ a)
print(
    json.dumps(
        {"torch": torch.__version__, "threads": 1, "gflops": 2 * size**3 / product / 1e6, "results": results}, indent=2
    )
)
