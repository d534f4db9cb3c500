package dev.rohrpost.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Names the rows of the conformance table that a test covers, as in `@Row("PIPE-01")` or
/// `@Row({"PIPE-01", "PIPE-02"})`.
///
/// On a class it holds for every test of it.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Row {
  /// The ids of the rows.
  String[] value();
}
