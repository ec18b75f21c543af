package io.kvkit.custom;

import io.kvkit.store.KvStore;
import io.kvkit.store.MicroClock;
import io.kvkit.tck.StoreUnderTest;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.function.Function;

/** A store inside this process that goes by the time of the test. */
record CustomUnderTest(VirtualTime time, Function<MicroClock, KvStore> opening, KvStore store)
        implements StoreUnderTest {

    static StoreUnderTest of(Function<MicroClock, KvStore> opening) {
        VirtualTime time = new VirtualTime();
        return new CustomUnderTest(time, opening, opening.apply(time));
    }

    @Override
    public void advance(Duration by) {
        time.advance(by);
    }

    @Override
    public String prefix() {
        return "custom";
    }

    @Override
    public KvStore openAnother() {
        return opening.apply(time);
    }

    @Override
    public void close() {
        store.close();
    }
}
