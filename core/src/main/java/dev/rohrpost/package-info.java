/// What every part of Rohrpost speaks: error numbers, the failure of a system call, signals.
package dev.rohrpost;
