package io.kvkit.spring.operation.key.equality;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One way through an {@code equals()}, up to some instruction.
 *
 * @param at the number of the next instruction
 * @param same the parts that are alike on this way
 * @param nulls the parts of one of the two objects that are null on this way
 * @param built the parts that a builder has compared
 */
record EqualsWay(
        int at,
        List<Value> stack,
        Map<Integer, Value> variables,
        Set<String> same,
        Set<Value.Part> nulls,
        Set<String> built) {

    /** What is known about a value. */
    sealed interface Value {

        /** One of the two objects: this one or the other. */
        record Side(boolean own) implements Value {}

        /** A field of one of the two objects, read directly or through a method. */
        record Part(boolean own, String name) implements Value {

            Part counterpart() {
                return new Part(!own, name);
            }
        }

        /** The verdict whether parts are alike: zero if from {@code compare()}, not zero if from {@code equals()}. */
        record Verdict(Set<String> parts, boolean isZero) implements Value {}

        /** A number or a boolean. */
        record Constant(int value) implements Value {}

        /** Null. */
        record Null() implements Value {}

        /** Anything else. */
        record Unknown() implements Value {}
    }

    static final Value UNKNOWN = new Value.Unknown();

    static EqualsWay first() {
        Map<Integer, Value> variables = new HashMap<>(Map.of(0, new Value.Side(true), 1, new Value.Side(false)));
        return new EqualsWay(0, new ArrayList<>(), variables, new HashSet<>(), new HashSet<>(), new HashSet<>());
    }

    EqualsWay on(int place) {
        return new EqualsWay(
                place,
                new ArrayList<>(stack),
                new HashMap<>(variables),
                new HashSet<>(same),
                new HashSet<>(nulls),
                new HashSet<>(built));
    }

    void push(Value value) {
        stack.add(value);
    }

    Value pop() {
        return stack.isEmpty() ? UNKNOWN : stack.remove(stack.size() - 1);
    }

    /** Removes that many values from the stack and returns them, the first one first. */
    List<Value> pop(int count) {
        Deque<Value> taken = new ArrayDeque<>();
        for (int i = 0; i < count; i++) {
            taken.addFirst(pop());
        }
        return List.copyOf(taken);
    }

    EqualsWay alike(Set<String> parts) {
        same.addAll(parts);
        nulls.removeIf(part -> parts.contains(part.name()));
        return this;
    }

    EqualsWay isNull(Value value) {
        if (value instanceof Value.Part part) {
            nulls.add(part);
            if (nulls.contains(part.counterpart())) {
                alike(Set.of(part.name()));
            }
        }
        return this;
    }
}
