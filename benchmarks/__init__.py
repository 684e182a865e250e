"""What the project promises about speed and memory, measured beside others: ``python -m benchmarks``.

A bench is a module of this package named in ``__main__.BENCHES``, with a one-line docstring and a function
``run(setting: Setting) -> Outcome`` (see ``harness``).
"""
