package dev.rohrpost.cli;

import java.io.IOException;

/// Nobody reads the output any more: the command ends without a word, as `cat` does.
final class OutputClosed extends IOException {
  private static final long serialVersionUID = 1;

  OutputClosed() {
    super("nobody reads the output any more");
  }
}
