package io.kvkit.resilience;

import io.kvkit.store.KvException.Kind;
import io.kvkit.store.StorePart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an observer heard. */
final class Heard implements ResilienceObserver {

    final List<String> ended = new ArrayList<>();
    final List<String> refused = new ArrayList<>();
    final List<String> changes = new ArrayList<>();
    boolean angry;

    @Override
    public void ended(String operation, @Nullable Kind failure, Duration took) {
        beAngry();
        ended.add(operation + " " + failure);
    }

    @Override
    public void refused(String operation, Kind refusal) {
        beAngry();
        refused.add(operation + " " + refusal);
    }

    @Override
    public void changed(StorePart part, BreakerState from, BreakerState to) {
        beAngry();
        changes.add((part == StorePart.WHOLE ? "" : part + " ") + from + " to " + to);
    }

    private void beAngry() {
        if (angry) {
            throw new IllegalStateException("the test is angry");
        }
    }
}
