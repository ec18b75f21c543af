package io.kvkit.resilience;

import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Leave for a batch from the circuits of its parts. Each of them hears what became of its own keys.
 *
 * @param keys the keys by the leave of their part
 */
record PartsPass(Map<Pass, List<Key>> keys) implements Pass {

    @Override
    public void unused() {
        keys.keySet().forEach(Pass::unused);
    }

    // Who did not answer at all cannot be told from those who did, so all are to blame.
    @Override
    public void ended(@Nullable Object answer, @Nullable Throwable failure, long nanos) {
        keys.forEach((pass, own) -> pass.ended(
                answer, answer instanceof Batch<?, ?> batch ? Verdict.failureOf(own, batch) : failure, nanos));
    }
}
