package io.kvkit.recipe.once.waiting;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.KvStore;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SharedWaitsOnMemoryTest extends SharedWaitsContract {

    @Override
    KvStore open(VirtualTime clock) {
        return new InMemoryKvStore(clock);
    }

    @Test
    void endThatNobodyTellsIsFoundAfterAPause() {
        var call = call();
        completeElsewhere();
        time.advance(Duration.ofMillis(250));
        assertResult(call);
    }
}
