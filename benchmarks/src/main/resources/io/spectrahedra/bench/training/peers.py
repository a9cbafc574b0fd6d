"""Trains a network by SCS or Clarabel through their own interfaces, in the form that suits them best:
the data compressed by QR to the entries of Z, the targets scaled, one quadratic objective.

usage: peers.py SCS|Clarabel DATA.csv BETA A B C REPEATS
prints: seconds objective, of the fastest repeat; reading and imports are not in the time
"""
import sys
import time

import numpy as np
import scipy.sparse as sp


def lifted(x, a, b, c):
    """Rows svec(M_i) over the upper triangle, column by column, off-diagonal entries times sqrt(2)."""
    n, d = x.shape
    columns = []
    for j in range(d):
        for k in range(j):
            columns.append(np.sqrt(2) * a * x[:, j] * x[:, k])
        columns.append(a * x[:, j] ** 2)
    for k in range(d):
        columns.append(b / np.sqrt(2) * x[:, k])
    columns.append(np.full(n, c))
    return np.array(columns).T


def program(x, y, beta, a, b, c):
    """min r'r/2 + beta (z_last + w_last)  s.t.  R z - R w + r = t,  g'z = g'w = 0;  z, w in the cone."""
    scale = np.abs(y).max()
    phi = lifted(x, a, b, c)
    q = phi.shape[1]
    rows, t, constant = phi, y / scale, 0.0
    if len(y) > q:
        r = np.linalg.qr(np.column_stack([phi, t]), mode="r")
        rows, t, constant = r[:q, :q], r[:q, q], r[q, q] ** 2 / 2
    k = len(t)
    order = x.shape[1] + 1
    g = np.zeros(q)
    g[[j * (j + 3) // 2 for j in range(order)]] = 1
    g[q - 1] = -1
    g = sp.csc_matrix(g)
    equalities = sp.bmat(
        [[sp.csc_matrix(rows), sp.csc_matrix(-rows), sp.identity(k)], [g, None, None], [None, g, None]],
        format="csc",
    )
    p = sp.diags(np.concatenate([np.zeros(2 * q), np.ones(k)]), format="csc")
    cost = np.zeros(2 * q + k)
    cost[q - 1] = cost[2 * q - 1] = beta / scale
    return p, cost, equalities, np.concatenate([t, [0, 0]]), q, k, order, constant, scale


def by_scs(p, cost, equalities, t, q, k, order):
    import scs

    # SCS takes the lower triangle column by column
    place = {}
    for j in range(order):
        for i in range(j + 1):
            place[j, i] = len(place)
    lower = [place[j, i] for i in range(order) for j in range(i, order)]
    select = sp.csc_matrix((np.ones(q), (range(q), lower)), shape=(q, q))
    cones = sp.bmat([[-select, None, None], [None, -select, sp.csc_matrix((q, k))]], format="csc")
    data = {
        "P": p,
        "A": sp.vstack([equalities, cones], format="csc"),
        "b": np.concatenate([t, np.zeros(2 * q)]),
        "c": cost,
    }
    solver = scs.SCS(
        data, {"z": len(t), "s": [order, order]}, eps_abs=1e-8, eps_rel=1e-8, max_iters=200000, verbose=False
    )
    return solver.solve()["info"]["pobj"]


def by_clarabel(p, cost, equalities, t, q, k, order):
    import clarabel

    identity = -sp.identity(q, format="csc")
    cones = sp.bmat([[identity, None, None], [None, identity, sp.csc_matrix((q, k))]], format="csc")
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    solver = clarabel.DefaultSolver(
        p,
        cost,
        sp.vstack([equalities, cones], format="csc"),
        np.concatenate([t, np.zeros(2 * q)]),
        [clarabel.ZeroConeT(len(t)), clarabel.PSDTriangleConeT(order), clarabel.PSDTriangleConeT(order)],
        settings,
    )
    return solver.solve().obj_val


def main():
    solver, file, beta, a, b, c, repeats = sys.argv[1:]
    table = np.loadtxt(file, delimiter=",")
    x, y = table[:, :-1], table[:, -1]
    solve = {"SCS": by_scs, "Clarabel": by_clarabel}[solver]
    __import__(solver.lower())
    best = float("inf")
    for _ in range(int(repeats)):
        start = time.perf_counter()
        *form, constant, scale = program(x, y, float(beta), float(a), float(b), float(c))
        value = (solve(*form) + constant) * scale**2
        best = min(best, time.perf_counter() - start)
    print(best, repr(float(value)))


main()
