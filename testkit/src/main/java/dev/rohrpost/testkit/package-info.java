/// Helpers of Rohrpost's own tests.
///
/// Knows nothing of the other modules, because the tests of the lowest of them need it too.
@NullMarked
package dev.rohrpost.testkit;

import org.jspecify.annotations.NullMarked;
