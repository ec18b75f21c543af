package io.kvkit.sample;

import java.util.concurrent.atomic.LongAdder;
import org.springframework.stereotype.Component;

/** Counts the work that this JVM really did, as opposed to the responses that it sent. */
@Component
final class ShopCounters {

    final LongAdder productLoads = new LongAdder();
    final LongAdder paymentsExecuted = new LongAdder();
    final LongAdder quotesServed = new LongAdder();
    final LongAdder webhooksProcessed = new LongAdder();
}
