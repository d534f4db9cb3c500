package dev.rohrpost.cli.output;

import java.io.IOException;

/// Nobody reads the output any more: the command ends without a word, as `cat` does.
public final class OutputClosed extends IOException {
  private static final long serialVersionUID = 1;

  public OutputClosed() {
    super("nobody reads the output any more");
  }
}
