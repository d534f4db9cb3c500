/// `/proc`, read fast and without a trace.
package dev.rohrpost.inspect.proc;
