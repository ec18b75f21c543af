package io.kvkit.lettuce;

import io.kvkit.lettuce.RedisTopology.Address;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs which server is the primary: when it is first found, and whenever it changes. */
final class PrimaryLog {

    private static final Logger LOG = LoggerFactory.getLogger(LettuceKvStore.class);

    private final RedisTopology servers;
    private final AtomicReference<@Nullable Address> known = new AtomicReference<>();

    PrimaryLog(RedisTopology servers) {
        this.servers = servers;
    }

    /** Returns the primary that was found last; null if none was found yet. */
    @Nullable
    Address primary() {
        return known.get();
    }

    void found(Address primary) {
        if (!primary.equals(known.getAndSet(primary))) {
            LOG.info("The primary of Redis {} is {}", servers, primary);
        }
    }
}
