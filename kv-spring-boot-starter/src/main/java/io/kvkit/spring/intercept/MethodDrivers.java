package io.kvkit.spring.intercept;

import io.kvkit.call.PlainDriver;
import io.kvkit.call.StageDriver;
import io.kvkit.spring.operation.type.ReturnShape;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.util.ClassUtils;

/** The drivers of all ways in which methods deliver their value. */
public final class MethodDrivers {

    private final Map<ReturnShape.Kind, MethodDriver> byKind = new EnumMap<>(ReturnShape.Kind.class);

    /** Creates the drivers whose types are on the class path. */
    public MethodDrivers(PlainDriver plain, StageDriver stage) {
        add(new PlainMethodDriver(plain));
        add(new StageMethodDriver(stage));
        if (ClassUtils.isPresent("reactor.core.publisher.Mono", MethodDrivers.class.getClassLoader())) {
            add(new MonoMethodDriver());
            add(new AdaptedMethodDriver());
            add(new FluxMethodDriver());
        }
    }

    private void add(MethodDriver driver) {
        byKind.put(driver.kind(), driver);
    }

    MethodDriver of(ReturnShape returns) {
        return Objects.requireNonNull(byKind.get(returns.kind()), "no driver");
    }
}
