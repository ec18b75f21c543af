package io.kvkit.recipe.cache.bulk;

import io.kvkit.call.Decision;
import io.kvkit.call.Ticket;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The ticket of one call that computes several keys. */
final class BulkTicket implements Ticket {

    private final Progress progress;
    private final List<Part> loading;
    private final Set<Ticket> parts = Collections.newSetFromMap(new IdentityHashMap<>());

    BulkTicket(Progress progress, List<Part> loading) {
        this.progress = progress;
        this.loading = loading;
        loading.forEach(part -> parts.add(part.ticket()));
        parts.remove(Ticket.NONE);
    }

    /** {@inheritDoc} So a call within this one finds that it would wait for itself. */
    @Override
    public Collection<Ticket> parts() {
        return parts;
    }

    @Override
    public boolean includes(Ticket other) {
        return other == this || parts.contains(other);
    }

    CompletionStage<Decision> succeeded(@Nullable Object value) {
        return progress.loaded(loading, value);
    }

    CompletionStage<Decision> failed(Throwable failure) {
        return progress.go(loading, part -> part.failed(failure));
    }

    CompletionStage<Decision> abandoned(Throwable reason) {
        return progress.go(loading, part -> part.abandoned(reason));
    }
}
