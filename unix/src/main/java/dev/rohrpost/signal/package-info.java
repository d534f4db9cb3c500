/// Sending signals, receiving them with their sender, and the signal state of any process.
package dev.rohrpost.signal;
