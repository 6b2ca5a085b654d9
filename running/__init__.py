"""What scripts, benchmarks and tests need around the product: a server that runs, a browser, a package.

It stands below all three, which never import each other for these. The product knows nothing of it.
"""
