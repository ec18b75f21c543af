package io.kvkit.recipe.cache;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.KvStore;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;

class TagOnMemoryTest extends TagContract {

    @AutoClose
    private static final InMemoryKvStore SHARED = new InMemoryKvStore();

    // A view, which does not close the store.
    @Override
    KvStore store() {
        return SHARED.withTimeout(Duration.ofSeconds(20));
    }
}
