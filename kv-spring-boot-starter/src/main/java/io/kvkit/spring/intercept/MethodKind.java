package io.kvkit.spring.intercept;

import io.kvkit.call.PlainDriver;
import io.kvkit.call.StageDriver;
import io.kvkit.spring.operation.type.ReturnKind;

/** One way in which methods deliver their value, with its driver. {@link MethodDrivers} lists all of them. */
interface MethodKind extends ReturnKind {

    /** Returns what runs the guarded calls of such methods. */
    MethodDriver driver(PlainDriver plain, StageDriver stage);
}
