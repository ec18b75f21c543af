package io.kvkit.sample;

/** The limit of quotes at one moment, and what it decided in this JVM. */
record QuoteLimit(boolean shadow, long admitted, long refused, long wouldBeRefused) {}
