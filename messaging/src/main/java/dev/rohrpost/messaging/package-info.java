/// Endpoints, senders and receivers that look the same over every mechanism.
package dev.rohrpost.messaging;
