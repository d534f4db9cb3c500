package dev.rohrpost.rpc.gen;

/// A value that is none of its type. Knows the path to the member.
final class Refusal extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String what;
  private String path = "";

  Refusal(String what) {
    this.what = what;
  }

  Refusal within(String member) {
    path = (member.startsWith("[") ? member : "." + member) + path;
    return this;
  }

  @Override
  public String getMessage() {
    return path.isEmpty() ? what : path + ": " + what;
  }
}
