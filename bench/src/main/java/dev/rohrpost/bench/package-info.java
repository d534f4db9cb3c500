/// Benchmarks against C and against the JDK, and concurrency tests.
@NullMarked
package dev.rohrpost.bench;

import org.jspecify.annotations.NullMarked;
