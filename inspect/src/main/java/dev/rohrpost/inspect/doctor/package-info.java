/// What is wrong: who waits for whom, and why nothing moves.
package dev.rohrpost.inspect.doctor;
