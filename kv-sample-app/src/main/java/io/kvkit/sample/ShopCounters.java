package io.kvkit.sample;

import java.util.concurrent.atomic.LongAdder;
import org.springframework.stereotype.Component;

/** What this JVM really did, as opposed to what it answered. */
@Component
final class ShopCounters {

    final LongAdder productLoads = new LongAdder();
    final LongAdder paymentsExecuted = new LongAdder();
    final LongAdder quotesServed = new LongAdder();
    final LongAdder webhooksProcessed = new LongAdder();
}
