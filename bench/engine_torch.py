"""Milliseconds a training iteration in PyTorch on one thread: the networks of engine.bench.ts, forward, backward, Adam.

engine.bench.ts runs it: it writes the name of a network on stdin and reads its modes, each the least of several
repeats, as a line of JSON. The first line says which PyTorch it is, or why there is none.
"""

import json
import sys
import time


def say(answer):
    print(json.dumps(answer), flush=True)


try:
    import torch
    from torch import nn
except Exception as error:  # a build for CUDA without its libraries raises more than ImportError
    say({"torch": None, "reason": str(error).splitlines()[0]})
    sys.exit(0)

QUICK = "--quick" in sys.argv
REPEATS = 5 if QUICK else 12
SECONDS = 0.06 if QUICK else 0.2


class Block(nn.Module):
    def __init__(self, come, go, stride):
        super().__init__()
        self.branch = nn.Sequential(
            nn.Conv2d(come, go, 3, stride, 1),
            nn.BatchNorm2d(go),
            nn.ReLU(),
            nn.Conv2d(go, go, 3, 1, 1),
            nn.BatchNorm2d(go),
        )
        same = come == go and stride == 1
        self.shortcut = nn.Identity() if same else nn.Conv2d(come, go, 1, stride, bias=False)

    def forward(self, x):
        return torch.relu(self.shortcut(x) + self.branch(x))


class Lstm(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(28, 64, batch_first=True)
        self.head = nn.Linear(64, 10)

    def forward(self, x):
        return self.head(self.lstm(x)[0][:, -1])


def mlp(sizes):
    layers = []
    for at in range(len(sizes) - 1):
        layers.append(nn.Linear(sizes[at], sizes[at + 1]))
        if at < len(sizes) - 2:
            layers.append(nn.ReLU())
    return nn.Sequential(*layers)


def cnn():
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(1568, 10),
    )


def resnet():
    return nn.Sequential(
        nn.Conv2d(3, 16, 3, padding=1),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        Block(16, 16, 1),
        Block(16, 16, 1),
        Block(16, 32, 2),
        Block(32, 32, 1),
        Block(32, 64, 2),
        Block(64, 64, 1),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(64, 10),
    )


def of_sizes(*sizes):
    return lambda: mlp(sizes), (sizes[0],), sizes[-1]


NETWORKS = {
    "MLP 784-128-64-10": (*of_sizes(784, 128, 64, 10), 64),
    "MLP 64-32-32-10": (*of_sizes(64, 32, 32, 10), 64),
    "MLP 16-16-16-3": (*of_sizes(16, 16, 16, 3), 32),
    "CNN conv16-pool-conv32-pool-dense10": (cnn, (1, 28, 28), 10, 64),
    "ResNet of 6 blocks": (resnet, (3, 32, 32), 10, 64),
    "LSTM 64, 28 steps of 28": (Lstm, (28, 28), 10, 64),
    "MLP 1024-1024-1024-10": (*of_sizes(1024, 1024, 1024, 10), 64),
}


def least(call):
    """Least time of one call, in milliseconds."""
    for _ in range(4):
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


def iteration(name, mode):
    make, shape, classes, batch = NETWORKS[name]
    torch.manual_seed(1)
    model = make()
    inputs = torch.randn(batch, *shape)
    if "channels last" in mode:
        model = model.to(memory_format=torch.channels_last)
        inputs = inputs.to(memory_format=torch.channels_last)
    targets = torch.arange(batch) % classes
    loss_of = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, fused=mode != "default")

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss_of(model(inputs), targets).backward()
        optimizer.step()

    return torch.compile(step) if mode.startswith("compiled") else step


CALLS = {}


def modes_of(name):
    modes = ["default", "fused Adam"]
    if len(NETWORKS[name][1]) == 3:
        modes.append("channels last, fused Adam")
    if name.startswith("MLP"):
        modes.append("compiled, fused Adam")
    found = {}
    for mode in modes:
        try:
            if (name, mode) not in CALLS:
                CALLS[name, mode] = iteration(name, mode)
            found[mode] = least(CALLS[name, mode])
        except Exception as error:  # no compiler, or no fused Adam for the CPU
            found[mode] = None
            print(f"{name}, {mode}: {str(error).splitlines()[0]}", file=sys.stderr)
    return found


torch.set_num_threads(1)
say({"torch": torch.__version__})
for line in sys.stdin:
    say({"modes": modes_of(line.strip())})
