package io.kvkit.lettuce;

import io.kvkit.lettuce.RedisTopology.Address;
import io.kvkit.lettuce.tracking.TrackedServer;
import io.kvkit.lettuce.tracking.TrackedServers;
import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The servers whose changes a store reports. */
record Tracked(Driver driver, Supplier<List<TrackedServer>> servers, Runnable doubt) implements TrackedServers {

    /** A server at a fixed address. */
    record Fixed(Driver driver, Link link, Address address) implements TrackedServer {

        @Override
        public @Nullable CompletionStage<StatefulRedisConnection<String, byte[]>> connect() {
            return link.session() == null ? null : driver.connect(address);
        }

        @Override
        public String toString() {
            return address.toString();
        }
    }

    /** The primary of a session. The next session may be with another one. */
    record Elected(Driver driver, Session session, Address address) implements TrackedServer {

        @Override
        public CompletionStage<StatefulRedisConnection<String, byte[]>> connect() {
            return driver.connect(address);
        }

        @Override
        public String toString() {
            return address.toString();
        }
    }

    /** A master of a cluster. */
    record Member(Driver driver, Masters masters, Master master) implements TrackedServer {

        private static final int TRIES = 1_000;

        @Override
        public @Nullable CompletionStage<StatefulRedisConnection<String, byte[]>> connect() {
            return master.link().session() == null ? null : driver.connect(master.address());
        }

        @Override
        public @Nullable Key ownKey(Namespace namespace) {
            for (int i = 0; i < TRIES; i++) {
                Key key = namespace.literalKey("~" + i);
                if (masters.of(key) == master) {
                    return key;
                }
            }
            return null;
        }

        @Override
        public String toString() {
            return master.toString();
        }
    }

    @Override
    public List<TrackedServer> present() {
        return servers.get();
    }

    @Override
    public void lookAgain() {
        doubt.run();
    }

    @Override
    public void later(Runnable task, long millis) {
        driver.later(task, millis);
    }

    @Override
    public void end(StatefulConnection<?, ?> connection) {
        driver.end(connection);
    }
}
