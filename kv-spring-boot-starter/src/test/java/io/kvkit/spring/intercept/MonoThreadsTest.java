package io.kvkit.spring.intercept;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.codec.Codec;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.recipe.cache.Cache;
import io.kvkit.recipe.cache.CacheCall;
import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.tck.RemoteKvStore;
import io.kvkit.tck.VirtualTime;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

/** On which threads user code runs around a {@code Mono} while the store answers on a thread of its own. */
@Timeout(180)
class MonoThreadsTest {

    private static final Namespace KEYS = Namespace.of("test", "cache", "threads", Key.Retention.EVICTABLE);

    private final Set<String> threads = ConcurrentHashMap.newKeySet();
    private final KvStore store = new RemoteKvStore(new InMemoryKvStore());
    private final Cache cache = new Cache(store, new VirtualTime(), KvListeners.NONE);
    private final ResultCodec codec = ResultCodec.of(new NotedCodec(), String.class);

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void connectionNeitherLoadsNorDecodesNorEmits() {
        for (int i = 0; i < 20; i++) {
            assertThat(get("key" + i / 2)).isEqualTo("value");
        }
        assertThat(threads).isNotEmpty().noneMatch("connection"::equals);
    }

    private Object get(String id) {
        CacheCall call = CacheCall.of(KEYS.key(id), CacheSettings.of("threads", 60_000), codec);
        return MonoStyle.REACTOR
                .mono(cache.guard(), call, args -> Mono.fromSupplier(() -> note("value")))
                .map(this::note)
                .block(Duration.ofSeconds(60));
    }

    private <T> T note(T value) {
        threads.add(Thread.currentThread().getName());
        return value;
    }

    private final class NotedCodec implements Codec {

        private final Codec json = new JacksonCodec();

        @Override
        public byte[] encode(Object value, Type type) {
            return json.encode(note(value), type);
        }

        @Override
        public Object decode(byte[] bytes, Type type) {
            return json.decode(note(bytes), type);
        }
    }
}
