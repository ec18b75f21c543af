package io.kvkit.spring.integration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.codec.KvKeyring;
import io.kvkit.recipe.Area;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Ttl;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded responses of sealed operations, and of open ones under other keys. */
@Tag("slow")
class SealedHttpTest {

    abstract static class Contract extends HttpContract {

        private static final String PREFIX = "sealed-http";
        private static final String ORDER = "{\"account\":\"canary-4711\",\"amount\":5}";

        Contract(Stack stack) {
            super(
                    stack,
                    List.of(Payments.class),
                    "kv.key-prefix=" + PREFIX + "-" + stack,
                    "kv.idempotency.keys[0].id=a",
                    "kv.idempotency.keys[0].secret="
                            + Base64.getEncoder().encodeToString(new byte[KvKeyring.SECRET_BYTES]),
                    "kv.idempotency.operations.entity.sealed=true",
                    "kv.idempotency.operations.nothing.sealed=true");
        }

        private Reply pay(String shape, String withKey) {
            return http.post("/" + shape).key(withKey).json(ORDER).send();
        }

        private KvStore store() {
            return app.bean(KvStore.class);
        }

        private Key stored(String shape) {
            var namespace = Area.IDEMPOTENCY.namespace(PREFIX + "-" + stack(), shape);
            return Failures.join(store().scan(namespace.start(), 1_000)).stream()
                    .filter(text -> text.endsWith(key))
                    .map(text -> namespace.key(text.substring(namespace.start().length())))
                    .findFirst()
                    .orElseThrow();
        }

        private void copy(Key from, String toId) {
            String id = from.text().substring(from.namespace().start().length());
            Key to = from.namespace().key(id.replace(key, toId));
            Failures.join(store().set(to, Failures.join(store().get(from)), Ttl.ofMillis(60_000)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"entity", "nothing"})
        void sealedResponseIsReplayedAndNotSeen(String shape) {
            Reply first = pay(shape, key);
            Reply second = pay(shape, key);
            assertThat(second.replayed()).isTrue();
            assertThat(second.body()).isEqualTo(first.body());
            assertThat(second.status()).isEqualTo(first.status());
            String record = new String(Failures.join(store().get(stored(shape))), ISO_8859_1);
            assertThat(record).doesNotContain("canary", "Location", "application/json");
        }

        @ParameterizedTest
        @ValueSource(strings = {"entity", "nothing"})
        void sealedResponseCopiedUnderAnotherKeyIsNotReplayed(String shape) {
            pay(shape, key);
            copy(stored(shape), "other-" + key);
            pay(shape, "other-" + key).isProblem(409, "idempotency-result-not-retained");
        }

        @ParameterizedTest
        @ValueSource(strings = {"text", "bytes"})
        void responseCopiedUnderAnotherKeyIsNotReplayed(String shape) {
            pay(shape, key).hasStatus(200);
            copy(stored(shape), "other-" + key);
            assertThat(pay(shape, "other-" + key).hasStatus(500).text()).doesNotContain("canary");
        }
    }

    @Nested
    class MvcOnMemory extends Contract {

        MvcOnMemory() {
            super(Stack.MVC_ON_MEMORY);
        }
    }

    @Nested
    class WebFluxOnRedis extends Contract {

        WebFluxOnRedis() {
            super(Stack.WEBFLUX_ON_REDIS);
        }
    }
}
