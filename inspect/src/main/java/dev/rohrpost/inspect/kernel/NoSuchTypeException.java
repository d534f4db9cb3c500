package dev.rohrpost.inspect.kernel;

import java.io.IOException;

/// The running kernel calls something otherwise.
final class NoSuchTypeException extends IOException {
  private static final long serialVersionUID = 1;

  NoSuchTypeException(String name) {
    super("this kernel has no " + name);
  }
}
