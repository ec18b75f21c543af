package io.kvkit;

import static io.kvkit.call.Failures.join;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.claim.ResolveReply;
import io.kvkit.codec.KvKeyring;
import io.kvkit.recipe.Area;
import io.kvkit.recipe.Catalog;
import io.kvkit.recipe.once.IdempotencyResultNotRetainedException;
import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.Ttl;
import org.junit.jupiter.api.Test;

/** Results of calls that a client makes, by hand or not: each belongs to its key, and those of a sealed operation are sealed. */
abstract class SealedByHandContract extends ClientGroup {

    private static final String CANARY = "canary-4711";
    private static final OnceSettings OPEN = OnceSettings.IDEMPOTENCY;
    private static final OnceSettings SEALED = OPEN.sealedBy(
            KvKeyring.builder().key("k", new byte[KvKeyring.SECRET_BYTES]).build());

    private boolean opened;

    @Override
    Catalog catalog() {
        return new Catalog() {
            @Override
            public OnceSettings operation(String name) {
                return name.equals("open") || opened ? OPEN : SEALED;
            }
        };
    }

    private KvOperation<String> vault() {
        return client.operation("vault", String.class);
    }

    private static KvHandle<String> begun(KvOperation<String> operation, String key) {
        return ((Begun.Started<String>) operation.begin(key)).handle();
    }

    private Key key(String operation, String id) {
        return Area.IDEMPOTENCY.namespace(under.prefix(), operation).key(id);
    }

    private String stored(String id) {
        return new String(join(store.get(key("vault", id))), ISO_8859_1);
    }

    private void copy(String operation, String from, String to) {
        join(store.set(key(operation, to), join(store.get(key(operation, from))), Ttl.NONE));
    }

    @Test
    void resultThatWasCompletedByHandIsSealed() {
        String written = begun(vault(), "1").written();
        assertThat(vault().resume("1", written).complete(CANARY)).isTrue();
        assertThat(stored("1")).doesNotContain(CANARY);
        assertThat(vault().begin("1")).isEqualTo(new Begun.Completed<>(CANARY));
        assertThat(vault().get("1")).isEqualTo(new Begun.Completed<>(CANARY));
        assertThat(vault().execute("1", () -> "twice")).isEqualTo(new IdempotentResult<>(CANARY, true));
    }

    @Test
    void decidedResultIsSealed() {
        KvHandle<String> handle = begun(vault(), "1");
        handle.hold();
        assertThat(client.claims().operation("vault").resolve("1", handle.fence(), String.class, CANARY))
                .isEqualTo(ResolveReply.RESOLVED);
        assertThat(stored("1")).doesNotContain(CANARY);
        assertThat(vault().execute("1", () -> "twice")).isEqualTo(new IdempotentResult<>(CANARY, true));
    }

    @Test
    void resultCopiedUnderAnotherKeyIsNotReplayed() {
        begun(vault(), "1").complete("paid");
        copy("vault", "1", "2");
        assertThatThrownBy(() -> vault().begin("2")).isInstanceOf(IdempotencyResultNotRetainedException.class);
        assertThatThrownBy(() -> vault().get("2")).isInstanceOf(IdempotencyResultNotRetainedException.class);
        KvOperation<String> open = client.operation("open", String.class);
        begun(open, "1").complete(null);
        copy("open", "1", "2");
        assertThatThrownBy(() -> open.begin("2")).isInstanceOf(KvException.class);
    }

    @Test
    void resultCopiedFromAnotherOperationIsNotReplayed() {
        begun(client.operation("open", String.class), "1").complete("paid");
        join(store.set(key(ClientCalls.NAME, "1"), join(store.get(key("open", "1"))), Ttl.NONE));
        assertThatThrownBy(() -> client.idempotentExecute("1", String.class, () -> "second"))
                .isInstanceOf(KvException.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void plainTextIsNotReadAsAResult() {
        opened = true;
        begun(vault(), "1").complete("planted");
        opened = false;
        assertThatThrownBy(() -> vault().begin("1")).isInstanceOf(IdempotencyResultNotRetainedException.class);
        assertThatThrownBy(() -> vault().execute("1", () -> "twice"))
                .isInstanceOf(IdempotencyResultNotRetainedException.class);
    }
}
