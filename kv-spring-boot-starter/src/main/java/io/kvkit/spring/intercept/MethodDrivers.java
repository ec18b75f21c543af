package io.kvkit.spring.intercept;

import io.kvkit.call.PlainDriver;
import io.kvkit.call.StageDriver;
import io.kvkit.spring.operation.type.ReturnKind;
import io.kvkit.spring.operation.type.ReturnShape;
import java.util.List;
import org.springframework.util.ClassUtils;

/**
 * The drivers of all ways in which methods deliver their value.
 *
 * @param plain runs calls that return their value
 * @param stage runs calls that return a stage
 */
public record MethodDrivers(PlainDriver plain, StageDriver stage) {

    // The last kind takes all types, and the others need their types on the class path.
    private static final List<MethodKind> ALL =
            ClassUtils.isPresent("reactor.core.publisher.Mono", MethodDrivers.class.getClassLoader())
                    ? List.of(
                            StageMethodDriver.Kind.STAGE,
                            new MonoMethodDriver(),
                            new FluxMethodDriver(),
                            new AdaptedMethodDriver(),
                            PlainMethodDriver.Kind.PLAIN)
                    : List.of(StageMethodDriver.Kind.STAGE, PlainMethodDriver.Kind.PLAIN);

    /** Returns all ways in which methods may deliver their value. The first that takes a type is used. */
    public static List<? extends ReturnKind> kinds() {
        return ALL;
    }

    MethodDriver of(ReturnShape returns) {
        return ALL.stream()
                .filter(kind -> kind.equals(returns.kind()))
                .findFirst()
                .orElseThrow()
                .driver(plain, stage);
    }
}
