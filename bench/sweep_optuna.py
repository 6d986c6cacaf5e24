"""The work of sweep.yaml with Optuna and PyTorch: two processes of one thread each, a journal file, fused Adam.

By hand: python bench/sweep_optuna.py [--trials 64] [--write-digits FILE]. Prints JSON: seconds in all and without
start-up (imports, data, processes), trials a minute of both, the best accuracy. With --write-digits it only writes the
8 × 8 digits of scikit-learn as CSV, divided by 16. Needs torch, optuna and scikit-learn.
"""

import argparse
import json
import multiprocessing
import os
import tempfile
import time

BEGIN = time.perf_counter()
EPOCHS, BATCH, TRAIN = 20, 64, 1437

# What a tuner without this advice would lose to two threads of each process on two cores
os.environ.setdefault("OMP_NUM_THREADS", "1")


def digits():
    from sklearn.datasets import load_digits

    inputs, labels = load_digits(return_X_y=True)
    return inputs / 16, labels


def write_digits(path):
    inputs, labels = digits()
    with open(path, "w", encoding="utf8") as file:
        file.write(",".join([*(f"p{i}" for i in range(64)), "digit"]) + "\n")
        for row, label in zip(inputs, labels):
            file.write(",".join([*(f"{value:g}" for value in row), str(label)]) + "\n")


def objective_on(inputs, labels):
    import torch
    from torch import nn

    order = torch.randperm(len(inputs), generator=torch.Generator().manual_seed(7))
    x = torch.tensor(inputs, dtype=torch.float32)[order]
    y = torch.tensor(labels)[order]
    train_x, train_y, validation_x, validation_y = x[:TRAIN], y[:TRAIN], x[TRAIN:], y[TRAIN:]

    def accuracy(model, features, targets):
        outputs = model(features)
        loss = nn.functional.cross_entropy(outputs, targets).item()
        return loss, (outputs.argmax(1) == targets).float().mean().item()

    def objective(trial):
        rate = trial.suggest_float("learning_rate", 1e-5, 1e-1, log=True)
        decay = trial.suggest_float("l2", 1e-6, 1e-2, log=True)
        torch.manual_seed(7)
        model = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 32), nn.ReLU(), nn.Linear(32, 10))
        optimizer = torch.optim.Adam(model.parameters(), lr=rate, weight_decay=decay, fused=True)
        loss_of = nn.CrossEntropyLoss()
        for epoch in range(EPOCHS):
            shuffled = torch.randperm(TRAIN)
            for start in range(0, TRAIN, BATCH):
                rows = shuffled[start : start + BATCH]
                optimizer.zero_grad(set_to_none=True)
                loss_of(model(train_x[rows]), train_y[rows]).backward()
                optimizer.step()
            with torch.no_grad():
                accuracy(model, train_x[: len(validation_x)], train_y[: len(validation_x)])
                _, validation = accuracy(model, validation_x, validation_y)
            trial.report(validation, epoch)
        return validation

    return objective


def study_of(journal):
    import optuna
    from optuna.storages import JournalStorage
    from optuna.storages.journal import JournalFileBackend

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    return optuna.create_study(
        study_name="digits",
        storage=JournalStorage(JournalFileBackend(journal)),
        load_if_exists=True,
        direction="maximize",
        sampler=optuna.samplers.RandomSampler(),
    )


def worker(journal, trials, ready, go):
    import torch

    torch.set_num_threads(1)
    objective = objective_on(*digits())
    study = study_of(journal)
    ready.wait()
    go.wait()
    study.optimize(objective, n_trials=trials)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--trials", type=int, default=64)
    arguments.add_argument("--write-digits")
    given = arguments.parse_args()
    if given.write_digits:
        write_digits(given.write_digits)
        return
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        journal = os.path.join(folder, "journal.log")
        study_of(journal)
        ready, go = context.Barrier(3), context.Barrier(3)
        workers = [context.Process(target=worker, args=(journal, given.trials // 2, ready, go)) for _ in range(2)]
        for process in workers:
            process.start()
        ready.wait()
        started = time.perf_counter()
        go.wait()
        for process in workers:
            process.join()
        ended = time.perf_counter()
        study = study_of(journal)
        trials, best = len(study.trials), study.best_value
    seconds, search = ended - BEGIN, ended - started
    print(
        json.dumps(
            {
                "trials": trials,
                "seconds": seconds,
                "withoutStartup": search,
                "trialsPerMinute": 60 * trials / seconds,
                "trialsPerMinuteWithoutStartup": 60 * trials / search,
                "best": best,
            }
        )
    )


if __name__ == "__main__":
    main()
