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

    private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

    private final Class<?> type;
    private final Method method;
    private final Map<String, Integer> indexes;
    private final boolean named;

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
        return FixedTypes.of(method.getGenericParameterTypes()[index], type);
    }

    /** Returns the declared class of a parameter, with the type variables that the class fixes. */
    public Class<?> rawType(int index) {
        return ResolvableType.forMethodParameter(method, index, type).resolve(Object.class);
    }

    /** Returns the name of a parameter for messages. */
    public String display(int index) {
        return method.getParameterTypes()[index].getSimpleName() + " " + name(index);
    }

    /** Returns the name of a parameter for expressions. */
    public String name(int index) {
        return indexes.entrySet().stream()
                .filter(entry -> entry.getValue() == index)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("p" + index);
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
