package io.kvkit.spring.autoconfigure.data;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.springframework.data.domain.OffsetScrollPosition;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Window;

/**
 * A window of a scrolled result as it is stored.
 *
 * @param content the elements
 * @param positions the position of each element
 * @param more whether another window follows
 * @param <T> the type of the elements
 */
record StoredWindow<T>(List<T> content, List<StoredPosition> positions, boolean more) {

    /** The positions of the elements of a window that was read. */
    private record Positions(List<ScrollPosition> each) implements IntFunction<ScrollPosition> {

        @Override
        public ScrollPosition apply(int index) {
            return each.get(index);
        }
    }

    static <T> StoredWindow<T> of(Window<T> window) {
        List<StoredPosition> positions = IntStream.range(0, window.size())
                .mapToObj(index -> StoredPosition.of(window.positionAt(index)))
                .toList();
        return new StoredWindow<>(window.getContent(), positions, window.hasNext());
    }

    Window<T> window() {
        List<ScrollPosition> each =
                positions.stream().map(StoredPosition::position).toList();
        return Window.from(content, function(each), more);
    }

    // The function that Spring Data itself uses makes a copy equal.
    private static IntFunction<? extends ScrollPosition> function(List<ScrollPosition> each) {
        if (each.isEmpty()) {
            return OffsetScrollPosition.positionFunction(0);
        }
        if (each.get(0) instanceof OffsetScrollPosition first && !first.isInitial()) {
            IntFunction<OffsetScrollPosition> counting = OffsetScrollPosition.positionFunction(first.getOffset());
            boolean counted = IntStream.range(0, each.size())
                    .allMatch(index -> counting.apply(index).equals(each.get(index)));
            return counted ? counting : new Positions(each);
        }
        return new Positions(each);
    }
}
