package io.spectrahedra.neural.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * A local minimum of a function by limited-memory BFGS (Nocedal 1980; Liu and Nocedal 1989) with
 * the bisecting line search of Lewis and Overton (2013), which works at kinks too.
 */
final class Descent {
  private static final int MAX_ITERATIONS = 200;
  private static final int MEMORY = 20;

  /** What an iteration must gain, relatively, for another. */
  private static final double GAIN = 1e-10;

  /** Of the decrease that the slope promises, and of the slope that may be left. */
  private static final double ARMIJO = 1e-4;

  private static final double WOLFE = 0.9;
  private static final int MAX_TRIALS = 30;

  /** A function that is to be small. */
  @FunctionalInterface
  interface Function {
    /** f(x); gradient ← that of f, or of a part of it where there is a kink. */
    double at(double[] x, double[] gradient);
  }

  /** A step s and the change y of the gradient along it. */
  private record Pair(double[] s, double[] y, double sy) {}

  private final Function function;
  private final Deque<Pair> pairs = new ArrayDeque<>();
  private double[] x;
  private double value;
  private double[] gradient;

  private Descent(Function function, double... start) {
    this.function = function;
    this.x = start;
    this.gradient = new double[start.length];
    this.value = function.at(x, gradient);
  }

  /** A point where the function is no larger than at the start, as nearly stationary as may be. */
  static double[] minimise(Function function, double... start) {
    Descent descent = new Descent(function, start);
    for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      double before = descent.value;
      if (!descent.step() || before - descent.value <= GAIN * Math.abs(before)) {
        break;
      }
    }
    return descent.x;
  }

  /** Moves; false where no smaller value is found along the direction. */
  private boolean step() {
    double[] direction = direction();
    double slope = dot(gradient, direction);
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double length = pairs.isEmpty() ? Math.min(1, Math.abs(value) / -slope) : 1;
    for (int trial = 0; trial < MAX_TRIALS && slope < 0; trial++) {
      double[] next = x.clone();
      add(length, direction, next);
      double[] there = new double[x.length];
      double reached = function.at(next, there);
      if (!(reached <= value + ARMIJO * length * slope)) {
        high = length;
      } else if (dot(there, direction) < WOLFE * slope) {
        low = length;
      } else {
        moveTo(next, reached, there);
        return true;
      }
      length = high < Double.POSITIVE_INFINITY ? (low + high) / 2 : 2 * length;
    }
    return false;
  }

  private void moveTo(double[] next, double reached, double... there) {
    double[] s = next.clone();
    add(-1, x, s);
    double[] y = there.clone();
    add(-1, gradient, y);
    pairs.addFirst(new Pair(s, y, dot(s, y)));
    if (pairs.size() > MEMORY) {
      pairs.removeLast();
    }
    x = next;
    value = reached;
    gradient = there;
  }

  /** −H∇f for the approximation H of the inverse Hessian that the pairs give; O(memory · n). */
  private double[] direction() {
    double[] direction = new double[x.length];
    add(-1, gradient, direction);
    double[] shares = new double[pairs.size()];
    int k = 0;
    for (Pair pair : pairs) {
      shares[k] = dot(pair.s, direction) / pair.sy;
      add(-shares[k++], pair.y, direction);
    }
    if (!pairs.isEmpty()) {
      Pair last = pairs.getFirst();
      double scale = last.sy / dot(last.y, last.y);
      for (int i = 0; i < direction.length; i++) {
        direction[i] *= scale;
      }
    }
    for (Iterator<Pair> oldest = pairs.descendingIterator(); oldest.hasNext(); ) {
      Pair pair = oldest.next();
      add(shares[--k] - dot(pair.y, direction) / pair.sy, pair.s, direction);
    }
    return direction;
  }

  /** into ← into + alpha · other. */
  private static void add(double alpha, double[] other, double... into) {
    for (int i = 0; i < into.length; i++) {
      into[i] += alpha * other[i];
    }
  }

  private static double dot(double[] one, double... other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }
}
