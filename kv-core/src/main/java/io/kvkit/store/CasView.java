package io.kvkit.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A view of a store. Closing the view does nothing; closing the store closes the view. */
final class CasView<C> extends CasKvStore<C> {

    private final CasKvStore<C> store;

    CasView(CasKvStore<C> store) {
        super(store);
        this.store = store;
    }

    @Override
    protected @Nullable C load(Key key) {
        return store.load(key);
    }

    @Override
    protected Entry entry(C found) {
        return store.entry(found);
    }

    @Override
    protected boolean swap(Key key, @Nullable C found, @Nullable Entry next) {
        return store.swap(key, found, next);
    }

    @Override
    protected List<String> keys(String prefix, int limit) {
        return store.keys(prefix, limit);
    }

    @Override
    public long nowMicros(Key key) {
        return store.nowMicros(key);
    }

    @Override
    public Optional<Signals> signals() {
        return store.signals();
    }

    @Override
    protected Map<String, String> details() {
        return store.details();
    }

    @Override
    protected boolean isShared() {
        return store.isShared();
    }

    // Closing a view does nothing.
    @Override
    boolean isClosed() {
        return store.isClosed();
    }
}
