package io.kvkit.sample;

/** The counts of one JVM at one moment. */
record ShopStats(long productLoads, long paymentsExecuted, long quotesServed, long webhooksProcessed, String store) {}
