package dev.rohrpost.maven;

import java.io.File;
import org.jspecify.annotations.Nullable;

/// A `.x` file whose classes are in another package, and not generated again.
public final class Use {
  /// The `.x` file.
  @Nullable File file;

  /// The package that has its classes.
  @Nullable String packageName;

  /// Of which Maven sets the rest.
  public Use() {}
}
