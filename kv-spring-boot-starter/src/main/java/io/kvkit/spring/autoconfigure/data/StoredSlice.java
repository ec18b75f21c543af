package io.kvkit.spring.autoconfigure.data;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.SliceImpl;
import org.springframework.data.domain.Sort;

/**
 * A page or slice as it is stored.
 *
 * @param content the elements
 * @param page the number and size of the page; null if it is the only one
 * @param sort the order of the elements
 * @param total how many elements all pages have; null if it is a slice
 * @param more whether another slice follows
 * @param <T> the type of the elements
 */
record StoredSlice<T>(
        List<T> content,
        @Nullable Place page,
        StoredSort sort,
        @Nullable Long total,
        boolean more) {

    record Place(int number, int size) {}

    static <T> StoredSlice<T> of(Slice<T> slice) {
        Pageable page = slice.getPageable();
        return new StoredSlice<>(
                slice.getContent(),
                page.isUnpaged() ? null : new Place(page.getPageNumber(), page.getPageSize()),
                StoredSort.of(page.getSort()),
                slice instanceof PageImpl<T> whole ? whole.getTotalElements() : null,
                slice.hasNext());
    }

    Slice<T> slice() {
        Sort order = sort.sort();
        Pageable pageable = page == null ? Pageable.unpaged(order) : PageRequest.of(page.number, page.size, order);
        return total == null ? new SliceImpl<>(content, pageable, more) : new PageImpl<>(content, pageable, total);
    }
}
