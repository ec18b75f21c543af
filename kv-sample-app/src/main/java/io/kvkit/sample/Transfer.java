package io.kvkit.sample;

/**
 * A transfer that was made.
 *
 * @param attempt the number of the attempt that answered, from 1
 */
record Transfer(Payment payment, int attempt) {}
