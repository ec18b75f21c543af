package io.kvkit.spring.operation.type;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.core.ResolvableType;

/** The parameters of an annotated method, by the names that expressions use: {@code id}, {@code p0}, {@code a0}. */
public final class Parameters {

    /** The name of one element of a collection. */
    public static final String EACH = "each";

    private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

    private final Class<?> type;
    private final Method method;
    private final Map<String, Integer> indexes;
    private final boolean named;
    private final @Nullable Element element;

    /** The parameter of which one element is seen, and its type. */
    private record Element(int index, ResolvableType type) {}

    /**
     * Reads the parameters.
     *
     * @param declared the method that carries the annotation, possibly of an interface; its parameter names apply too
     */
    public Parameters(Class<?> type, Method method, Method declared) {
        this.type = type;
        this.method = method;
        Map<String, Integer> names = new LinkedHashMap<>();
        boolean found = addNames(names, method);
        this.named = addNames(names, declared) || found || method.getParameterCount() == 0;
        for (int i = 0; i < method.getParameterCount(); i++) {
            names.put("p" + i, i);
            names.put("a" + i, i);
        }
        this.indexes = Collections.unmodifiableMap(names);
        this.element = null;
    }

    private Parameters(Parameters all, Element element) {
        this.type = all.type;
        this.method = all.method;
        this.named = all.named;
        Map<String, Integer> names = new LinkedHashMap<>(all.indexes);
        names.values().removeIf(index -> index == element.index);
        names.put(EACH, element.index);
        this.indexes = Collections.unmodifiableMap(names);
        this.element = element;
    }

    /**
     * Returns the parameters of a call for one element of a collection, which takes the place of the collection and is
     * called {@value #EACH}.
     */
    public Parameters ofEach(int index, ResolvableType elementType) {
        return new Parameters(this, new Element(index, elementType));
    }

    private @Nullable ResolvableType elementType(int index) {
        return element == null || element.index != index ? null : element.type;
    }

    /** Returns the number of parameters. */
    public int count() {
        return method.getParameterCount();
    }

    /** Returns the position of the parameter of that name; null if there is none. */
    @Nullable
    public Integer index(String name) {
        return indexes.get(name);
    }

    /** Returns whether the class file contains the names of the parameters. */
    public boolean areNamed() {
        return named;
    }

    /** Returns the declared type of a parameter, with the type variables that the class fixes. */
    public Type type(int index) {
        ResolvableType each = elementType(index);
        return each == null ? FixedTypes.of(method.getGenericParameterTypes()[index], type) : each.getType();
    }

    /** Returns the declared class of a parameter, with the type variables that the class fixes. */
    public Class<?> rawType(int index) {
        ResolvableType each = elementType(index);
        return (each == null ? ResolvableType.forMethodParameter(method, index, type) : each).resolve(Object.class);
    }

    /** Returns the name of a parameter for messages. */
    public String display(int index) {
        Class<?> declared = elementType(index) == null ? method.getParameterTypes()[index] : rawType(index);
        return declared.getSimpleName() + " " + name(index);
    }

    /** Returns the name of a parameter for expressions. */
    public String name(int index) {
        return indexes.entrySet().stream()
                .filter(entry -> entry.getValue() == index)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("p" + index);
    }

    /** Returns the name of a parameter as a hint of what it means; empty if it gives none. */
    public String meaning(int index) {
        return elementType(index) == null ? name(index) : "";
    }

    /** Returns the variables that an expression can read, for messages: {@code #id, #name}. */
    public String offer() {
        StringBuilder offer = new StringBuilder();
        indexes.forEach((name, index) -> {
            if (!named || !name.equals("p" + index) && !name.equals("a" + index)) {
                offer.append(offer.isEmpty() ? "#" : ", #").append(name);
            }
        });
        return offer.toString();
    }

    private static boolean addNames(Map<String, Integer> indexes, Method method) {
        String[] names = NAMES.getParameterNames(method);
        if (names == null) {
            return false;
        }
        for (int i = 0; i < names.length; i++) {
            indexes.putIfAbsent(names[i], i);
        }
        return true;
    }
}
