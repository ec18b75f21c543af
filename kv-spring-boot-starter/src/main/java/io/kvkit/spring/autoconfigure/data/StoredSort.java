package io.kvkit.spring.autoconfigure.data;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import org.springframework.data.domain.Sort;

/**
 * An order of elements as it is stored: a list.
 *
 * @param criteria what the elements are ordered by, the first one first
 */
record StoredSort(@JsonValue List<Criterion> criteria) {

    record Criterion(Sort.Direction direction, String property, boolean ignoreCase, Sort.NullHandling nulls) {

        static Criterion of(Sort.Order order) {
            return new Criterion(
                    order.getDirection(), order.getProperty(), order.isIgnoreCase(), order.getNullHandling());
        }

        Sort.Order order() {
            return new Sort.Order(direction, property, ignoreCase, nulls);
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    StoredSort {}

    static StoredSort of(Sort sort) {
        return new StoredSort(sort.stream().map(Criterion::of).toList());
    }

    Sort sort() {
        return Sort.by(criteria.stream().map(Criterion::order).toList());
    }
}
