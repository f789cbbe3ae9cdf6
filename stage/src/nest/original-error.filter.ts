import { Catch, type RpcExceptionFilter } from "@nestjs/common";
import { type Observable, throwError } from "rxjs";

/** Lets a handler's error through as it was thrown; Nest would replace it by "Internal server error". */
@Catch()
export class OriginalErrorFilter implements RpcExceptionFilter {
  catch(error: Error): Observable<never> {
    return throwError(() => error);
  }
}
